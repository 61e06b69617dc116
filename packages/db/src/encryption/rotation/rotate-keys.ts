import { tenantKeysOf } from '../tenant-keys-of.ts';

/**
 * Makes a new version of the tenant's data key, with which new values are encrypted; what older versions encrypted stays
 * readable. Other processes take up the new version within a minute. `reencrypt` then brings existing values up to it.
 *
 * @param client a client of `forTenant`, with rights to change the tenant's keys
 * @returns the new version
 * @throws DbError MASTER_KEY_MISSING, KEY_SERVICE_FAILED, TENANT_CONTEXT_MISSING
 */
export async function rotateDataKey(client: object): Promise<number> {
  const { tenantId, dataKeys } = tenantKeysOf(client);
  return (await dataKeys.rotate(tenantId)).version;
}

/**
 * Wraps the tenant's keys by the current master key, the first one of `createDb`'s options. Keys do not change, and what
 * they encrypted is not touched; the old master key can go when this has run for all tenants. Running it again, or twice
 * at once, does no harm.
 *
 * @returns how many keys were wrapped anew
 * @throws DbError MASTER_KEY_MISSING when a key's old master key was not given, or none was; KEY_SERVICE_FAILED
 */
export async function rewrapKeys(client: object): Promise<number> {
  const { tenantId, dataKeys } = tenantKeysOf(client);
  return await dataKeys.rewrap(tenantId);
}
