import type { Db } from '@org/db';
import { z } from 'zod';
import { DomainError } from '../errors.ts';
import { parseInput } from '../parse-input.ts';
import type { Account } from './account.ts';
import type { AccountTable } from './account-table.ts';
import { isOpenTenant } from './open-tenant.ts';
import { portalAccounts } from './portal-accounts.ts';
import { staffAccounts } from './staff-accounts.ts';

const inputSchema = z.object({
  kind: z.enum(['staff', 'portal']),
  tenantId: z.guid(),
  id: z.guid(),
  loginId: z.guid().optional().describe('The login that has to be open still'),
});

/**
 * Who somebody with an access token is now: with the roles and permissions of this moment, not of the token's.
 *
 * @throws DomainError SESSION_INVALID when login, account, tenant or customer may not be used any more; PORTAL_DISABLED
 */
export async function currentAccount(db: Db, input: z.input<typeof inputSchema>): Promise<Account> {
  const { kind, tenantId, id, loginId } = parseInput(inputSchema, input);
  const table: AccountTable = kind === 'staff' ? staffAccounts : portalAccounts;
  const client = db.forTenant({ tenantId, ...table.actingContext(id) });
  return await client.$transaction(async (store) => {
    const open = loginId === undefined || (await table.hasLogin(store, id, loginId));
    const account = open && (await isOpenTenant(store)) ? await table.load(store, id) : null;
    if (!account) throw new DomainError('SESSION_INVALID');
    await table.admit(store);
    return account;
  });
}
