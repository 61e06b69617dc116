import type { Db, TenantClient } from '@org/db';

import { DomainError } from '../../errors.ts';
import { permissionsOf, rolesWithPermissions } from '../held-role.ts';
import type { RequestOrigin } from '../request-origin.ts';
import { isApiKeyHash, parseApiKeyText } from './api-key-text.ts';
import { countRequest } from './count-request.ts';

/** Who uses a key: its maker, with what both the maker and the key may do. */
export interface ApiKeyAccount {
  readonly apiKeyId: string;
  readonly tenantId: string;
  readonly userId: string;
  readonly permissions: readonly string[];
}

/** How old `lastUsedAt` may be: it is for people, and not worth a write, and a line of the audit, for each request. */
const LAST_USED_PRECISION_MS = 5 * 60_000;

/**
 * Proves a key and counts the request.
 *
 * It is good while it is neither revoked nor expired, its maker is an active user, and the tenant is open; all of it is
 * looked up each time. The permissions are those of its scopes that its maker has now. All wrong keys get the same answer.
 *
 * @throws DomainError API_KEY_INVALID, RATE_EXCEEDED
 */
export async function useApiKey(
  db: Db,
  key: string,
  request: RequestOrigin | undefined,
): Promise<ApiKeyAccount> {
  const parts = parseApiKeyText(key);
  if (!parts) throw new DomainError('API_KEY_INVALID');
  const { tenantId, prefix } = parts;
  const client = db.forTenant({ tenantId, ...(request ? { request } : {}) });
  const row = await client.apiKey.findFirst({
    where: { prefix },
    include: {
      tenant: { select: { status: true } },
      createdBy: { include: { roles: { include: rolesWithPermissions } } },
    },
  });
  const now = new Date();
  const maker = row?.createdBy;
  const good =
    row !== null &&
    isApiKeyHash(key, row.keyHash) &&
    row.revokedAt === null &&
    (row.expiresAt === null || row.expiresAt > now) &&
    ['TRIAL', 'ACTIVE'].includes(row.tenant.status);
  if (!good || !maker?.isActive || maker.status !== 'ACTIVE' || maker.deletedAt !== null) {
    throw new DomainError('API_KEY_INVALID');
  }
  await countRequest(client, row);
  if (row.lastUsedAt === null || now.getTime() - row.lastUsedAt.getTime() > LAST_USED_PRECISION_MS) {
    await noteUse(client, row.id);
  }
  const granted = new Set(permissionsOf(maker.roles));
  return {
    apiKeyId: row.id,
    tenantId,
    userId: maker.id,
    permissions: row.scopes.filter((scope) => granted.has(scope)),
  };
}

async function noteUse(client: TenantClient, id: string): Promise<void> {
  await client.apiKey.updateMany({ where: { id }, data: { lastUsedAt: new Date() } });
}
