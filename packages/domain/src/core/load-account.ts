import type { Db } from '@org/db';
import { z } from 'zod';
import { DomainError } from '../errors.ts';
import { parseInput } from '../parse-input.ts';
import type { Account } from './account.ts';
import type { AccountTable } from './account-table.ts';
import { portalAccounts } from './portal-accounts.ts';
import { staffAccounts } from './staff-accounts.ts';

const inputSchema = z.object({ kind: z.enum(['staff', 'portal']), tenantId: z.guid(), id: z.guid() });

/**
 * An account as it is now, with roles and permissions.
 *
 * @throws DomainError INPUT_INVALID; SESSION_INVALID when it may no longer be used
 */
export async function loadAccount(db: Db, input: z.input<typeof inputSchema>): Promise<Account> {
  const { kind, tenantId, id } = parseInput(inputSchema, input);
  const table: AccountTable = kind === 'staff' ? staffAccounts : portalAccounts;
  const account = await table.load(db.forTenant({ tenantId, ...table.actingContext(id) }), id);
  if (!account) throw new DomainError('SESSION_INVALID');
  return account;
}
