import type { MasterKey } from '../client/options.ts';
import { DbError } from '../errors/db-error.ts';
import { open, seal } from './aes-gcm.ts';

/** A tenant's data key as the database holds it. */
export interface WrappedKey {
  readonly wrappedKey: Uint8Array<ArrayBuffer>;
  readonly masterKeyId: string;
}

/** The keys that wrap data keys: the first one wraps, all of them unwrap. */
export class MasterKeys {
  readonly #current: MasterKey | undefined;
  readonly #byId: ReadonlyMap<string, MasterKey>;

  constructor(keys: MasterKey | readonly MasterKey[] | undefined) {
    const list = keys === undefined ? [] : 'key' in keys ? [keys] : keys;
    this.#current = list[0];
    this.#byId = new Map(list.map((key) => [key.id, key]));
  }

  /** @throws DbError MASTER_KEY_MISSING */
  wrap(dataKey: Uint8Array, tenantId: string, version: number): WrappedKey {
    if (!this.#current) throw new DbError('MASTER_KEY_MISSING');
    const { id, key } = this.#current;
    return { wrappedKey: seal(key, dataKey, binding(tenantId, version, id)), masterKeyId: id };
  }

  /** @throws DbError MASTER_KEY_MISSING, DECRYPTION_FAILED */
  unwrap(wrapped: WrappedKey, tenantId: string, version: number): Buffer {
    const master = this.#byId.get(wrapped.masterKeyId);
    if (!master) {
      throw new DbError(
        'MASTER_KEY_MISSING',
        `The tenant's key was wrapped by the master key "${wrapped.masterKeyId}", which was not given.`,
      );
    }
    return open(master.key, wrapped.wrappedKey, binding(tenantId, version, master.id));
  }
}

function binding(tenantId: string, version: number, masterKeyId: string): string {
  return JSON.stringify(['org-db data key', tenantId, version, masterKeyId]);
}
