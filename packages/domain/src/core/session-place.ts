import type { Db, TenantClient } from '@org/db';
import type { Account } from './account.ts';
import type { AccountTable } from './account-table.ts';
import { portalAccounts } from './portal-accounts.ts';
import { parseRefreshToken } from './refresh-token.ts';
import type { RequestOrigin } from './request-origin.ts';
import { staffAccounts } from './staff-accounts.ts';

/** Where the session of a refresh token lies. */
export interface SessionPlace {
  readonly client: TenantClient;
  readonly table: AccountTable<Account>;
  readonly tenantId: string;
}

/**
 * Opens the place that a refresh token names. Nothing is proved by it yet.
 *
 * @throws DomainError SESSION_INVALID when the token is malformed
 */
export function findSessionPlace(
  db: Db,
  refreshToken: string,
  request: RequestOrigin | undefined,
): SessionPlace {
  const { kind, tenantId } = parseRefreshToken(refreshToken);
  const client = db.forTenant({ tenantId, ...(request ? { request } : {}) });
  return { client, table: kind === 'staff' ? staffAccounts : portalAccounts, tenantId };
}
