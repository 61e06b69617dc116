import { randomBytes } from 'node:crypto';
import type { TenantKey } from '../../generated/prisma/client.ts';
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
    const last = await this.#read(tenantId);
    const key =
      last && !last.retiredAt ? this.#unwrap(last) : await this.#create(tenantId, (last?.version ?? 0) + 1);
    remember(this.#newest, tenantId, { version: key.version, until: Date.now() + NEWEST_MS });
    return key;
  }

  /** The key of a version. @throws DbError DECRYPTION_FAILED when the tenant has no such key */
  async version(tenantId: string, version: number): Promise<DataKey> {
    const known = this.#keys.get(`${tenantId}:${version}`);
    if (known) return known;
    const row = await this.#read(tenantId, version);
    if (!row)
      throw new DbError('DECRYPTION_FAILED', 'The ciphertext names a key that this tenant does not have.');
    return this.#unwrap(row);
  }

  /**
   * Of several processes that make a key at once, one wins, and all use its key: they ask for the same version, as each
   * takes it from the one read that showed it no usable key.
   */
  async #create(tenantId: string, version: number): Promise<DataKey> {
    const wrapped = this.#masterKeys.wrap(randomBytes(32), tenantId, version);
    const client = this.#clientOf(tenantId);
    await client.tenantKey.createMany({ data: [{ version, ...wrapped }], skipDuplicates: true });
    return await this.version(tenantId, version);
  }

  /** The key of a version, or the newest. */
  #read(tenantId: string, version?: number): Promise<TenantKey | null> {
    return this.#clientOf(tenantId).tenantKey.findFirst({
      where: version === undefined ? { tenantId } : { tenantId, version },
      orderBy: { version: 'desc' },
    });
  }

  #unwrap(row: TenantKey): DataKey {
    const key = { version: row.version, key: this.#masterKeys.unwrap(row, row.tenantId, row.version) };
    remember(this.#keys, `${row.tenantId}:${row.version}`, key);
    return key;
  }
}

function remember<T>(cache: Map<string, T>, name: string, value: T): void {
  cache.delete(name);
  cache.set(name, value);
  const oldest = cache.size > CACHED ? cache.keys().next().value : undefined;
  if (oldest !== undefined) cache.delete(oldest);
}
