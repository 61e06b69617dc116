import { randomBytes } from 'node:crypto';
import type { TenantClient } from '../client/tenant-client.ts';
import { DbError } from '../errors/db-error.ts';
import type { MasterKeys } from './master-keys.ts';

export interface DataKey {
  readonly version: number;
  readonly key: Uint8Array;
}

const CACHED = 1_000;
/** How long the newest version is taken for the newest, so that a rotation reaches every process. */
const NEWEST_MS = 60_000;

/**
 * The tenants' data keys, unwrapped, a bounded number of them kept in memory.
 *
 * Keys are read and made through a client of the tenant's own, outside of the caller's transaction: a key must outlive
 * a rollback, as what it encrypted may be kept elsewhere.
 */
export class DataKeys {
  readonly #masterKeys: MasterKeys;
  readonly #clientOf: (tenantId: string) => TenantClient;
  readonly #keys = new Map<string, DataKey>();
  readonly #newest = new Map<string, { readonly version: number; readonly until: number }>();

  constructor(masterKeys: MasterKeys, clientOf: (tenantId: string) => TenantClient) {
    this.#masterKeys = masterKeys;
    this.#clientOf = clientOf;
  }

  /** The key that new values are encrypted with; made when the tenant has none. */
  async newest(tenantId: string): Promise<DataKey> {
    const known = this.#newest.get(tenantId);
    const cached = known && known.until > Date.now() && this.#keys.get(`${tenantId}:${known.version}`);
    if (cached) return cached;
    const key = (await this.#find(tenantId)) ?? (await this.#create(tenantId));
    remember(this.#newest, tenantId, { version: key.version, until: Date.now() + NEWEST_MS });
    return key;
  }

  /** The key of a version. @throws DbError DECRYPTION_FAILED when the tenant has no such key */
  async version(tenantId: string, version: number): Promise<DataKey> {
    const key = this.#keys.get(`${tenantId}:${version}`) ?? (await this.#find(tenantId, version));
    if (!key)
      throw new DbError('DECRYPTION_FAILED', 'The ciphertext names a key that this tenant does not have.');
    return key;
  }

  async #find(tenantId: string, version?: number): Promise<DataKey | undefined> {
    const row = await this.#clientOf(tenantId).tenantKey.findFirst({
      where: version === undefined ? { tenantId, retiredAt: null } : { tenantId, version },
      orderBy: { version: 'desc' },
    });
    if (!row) return undefined;
    const key = { version: row.version, key: this.#masterKeys.unwrap(row, tenantId, row.version) };
    remember(this.#keys, `${tenantId}:${row.version}`, key);
    return key;
  }

  /** Of several processes that make the first key at once, one wins, and all use its key. */
  async #create(tenantId: string): Promise<DataKey> {
    const client = this.#clientOf(tenantId);
    const last = await client.tenantKey.aggregate({ where: { tenantId }, _max: { version: true } });
    const version = (last._max.version ?? 0) + 1;
    const wrapped = this.#masterKeys.wrap(randomBytes(32), tenantId, version);
    await client.tenantKey.createMany({ data: [{ version, ...wrapped }], skipDuplicates: true });
    const key = await this.#find(tenantId);
    if (!key) throw new DbError('UNKNOWN', "The tenant's new data key could not be read back.");
    return key;
  }
}

function remember<T>(cache: Map<string, T>, name: string, value: T): void {
  cache.delete(name);
  cache.set(name, value);
  const oldest = cache.size > CACHED ? cache.keys().next().value : undefined;
  if (oldest !== undefined) cache.delete(oldest);
}
