import { randomBytes } from 'node:crypto';
import type { TenantKey } from '../../generated/prisma/client.ts';
import type { TenantClient } from '../client/tenant-client.ts';
import { DbError } from '../errors/db-error.ts';
import type { KeyPurpose } from './key-service.ts';
import type { MasterKeys } from './master-keys.ts';

export interface DataKey {
  readonly version: number;
  readonly key: Uint8Array;
}

const CACHED = 1_000;
/** How long the newest version is taken for the newest, so that a rotation reaches every process. */
const NEWEST_MS = 60_000;
const INDEX_VERSION = 1;

/**
 * The tenants' keys, unwrapped, a bounded number of them kept in memory; callers that want the same one share a look-up.
 *
 * Keys are read and made through a client of the tenant's own, outside of the caller's transaction and its pool: a key
 * must outlive a rollback, as what it encrypted may be kept elsewhere, and transactions that wait for one another's
 * connections would never end.
 */
export class DataKeys {
  readonly #masterKeys: MasterKeys;
  readonly #clientOf: (tenantId: string) => TenantClient;
  readonly #keys = new Map<string, Promise<DataKey>>();
  readonly #newest = new Map<string, { readonly key: Promise<DataKey>; readonly until: number }>();

  constructor(masterKeys: MasterKeys, clientOf: (tenantId: string) => TenantClient) {
    this.#masterKeys = masterKeys;
    this.#clientOf = clientOf;
  }

  /** The key that new values are encrypted with; made when the tenant has none. */
  newest(tenantId: string): Promise<DataKey> {
    const known = this.#newest.get(tenantId);
    if (known && known.until > Date.now()) return known.key;
    const key = this.#readNewest(tenantId);
    remember(this.#newest, tenantId, { key, until: Date.now() + NEWEST_MS });
    key.catch(() => this.#newest.delete(tenantId));
    return key;
  }

  /** Makes a new version for new values, and marks the others as retired. */
  async rotate(tenantId: string): Promise<DataKey> {
    const last = await this.#read(tenantId, 'DATA');
    const key = await this.#create(tenantId, 'DATA', (last?.version ?? 0) + 1);
    await this.#clientOf(tenantId).tenantKey.updateMany({
      where: { purpose: 'DATA', version: { lt: key.version }, retiredAt: null },
      data: { retiredAt: new Date() },
    });
    this.#newest.delete(tenantId);
    return key;
  }

  /** Wraps the tenant's keys by the current master key, where another one did. @returns how many */
  async rewrap(tenantId: string): Promise<number> {
    const client = this.#clientOf(tenantId);
    const { currentId } = this.#masterKeys;
    const rows = await client.tenantKey.findMany({ where: { masterKeyId: { not: currentId } } });
    let rewrapped = 0;
    for (const row of rows) {
      const { purpose, version } = row;
      const { key } = await this.#unwrap(row);
      const wrapped = await this.#masterKeys.wrap(key, { tenantId, purpose, version });
      const { count } = await client.tenantKey.updateMany({
        where: { id: row.id, masterKeyId: row.masterKeyId },
        data: wrapped,
      });
      rewrapped += count;
    }
    return rewrapped;
  }

  /** The key of a version. @throws DbError DECRYPTION_FAILED when the tenant has no such key */
  version(tenantId: string, version: number): Promise<DataKey> {
    return this.#shared(tenantId, 'DATA', version, async () => {
      const row = await this.#read(tenantId, 'DATA', version);
      if (!row)
        throw new DbError('DECRYPTION_FAILED', 'The ciphertext names a key that this tenant does not have.');
      return await this.#unwrap(row);
    });
  }

  /** The key of the tenant's blind indexes; made when there is none. It does not change with the data keys. */
  index(tenantId: string): Promise<DataKey> {
    return this.#shared(tenantId, 'INDEX', INDEX_VERSION, async () => {
      const row = await this.#read(tenantId, 'INDEX', INDEX_VERSION);
      return row ? await this.#unwrap(row) : await this.#create(tenantId, 'INDEX', INDEX_VERSION);
    });
  }

  async #readNewest(tenantId: string): Promise<DataKey> {
    const last = await this.#read(tenantId, 'DATA');
    if (!last || last.retiredAt) return await this.#create(tenantId, 'DATA', (last?.version ?? 0) + 1);
    return await this.#shared(tenantId, 'DATA', last.version, () => this.#unwrap(last));
  }

  /**
   * Of several processes that make a key at once, one wins, and all use its key: they ask for the same version, as each
   * takes it from the one read that showed it no usable key.
   */
  async #create(tenantId: string, purpose: KeyPurpose, version: number): Promise<DataKey> {
    const wrapped = await this.#masterKeys.wrap(randomBytes(32), { tenantId, purpose, version });
    const client = this.#clientOf(tenantId);
    await client.tenantKey.createMany({ data: [{ purpose, version, ...wrapped }], skipDuplicates: true });
    const row = await this.#read(tenantId, purpose, version);
    if (!row) throw new DbError('DECRYPTION_FAILED', 'The key that was just made is not there.');
    return await this.#unwrap(row);
  }

  /** The key of a version, or the newest. */
  #read(tenantId: string, purpose: KeyPurpose, version?: number): Promise<TenantKey | null> {
    return this.#clientOf(tenantId).tenantKey.findFirst({
      where: { tenantId, purpose, ...(version === undefined ? {} : { version }) },
      orderBy: { version: 'desc' },
    });
  }

  #shared(
    tenantId: string,
    purpose: KeyPurpose,
    version: number,
    find: () => Promise<DataKey>,
  ): Promise<DataKey> {
    const name = `${tenantId}:${purpose}:${version}`;
    const known = this.#keys.get(name);
    if (known) return known;
    const key = find();
    remember(this.#keys, name, key);
    key.catch(() => this.#keys.delete(name));
    return key;
  }

  async #unwrap({ tenantId, purpose, version, ...wrapped }: TenantKey): Promise<DataKey> {
    return { version, key: await this.#masterKeys.unwrap(wrapped, { tenantId, purpose, version }) };
  }
}

function remember<T>(cache: Map<string, T>, name: string, value: T): void {
  cache.delete(name);
  cache.set(name, value);
  const oldest = cache.size > CACHED ? cache.keys().next().value : undefined;
  if (oldest !== undefined) cache.delete(oldest);
}
