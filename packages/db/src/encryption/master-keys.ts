import type { MasterKey } from '../client/options.ts';
import { DbError } from '../errors/db-error.ts';
import { type KeyContext, type KeyService, localKeyService } from './key-service.ts';

/** A tenant's key as the database holds it. */
export interface WrappedKey {
  readonly wrappedKey: Uint8Array<ArrayBuffer>;
  readonly masterKeyId: string;
}

type Given = MasterKey | KeyService;

const KEY_BYTES = 32;

/** The master keys that wrap the tenants' keys: the first one wraps, all of them unwrap. */
export class MasterKeys {
  readonly #current: KeyService | undefined;
  readonly #byId: ReadonlyMap<string, KeyService>;

  constructor(keys: Given | readonly Given[] | undefined) {
    const list = keys === undefined ? [] : 'id' in keys ? [keys] : keys;
    const services = list.map((one) => ('key' in one ? localKeyService(one) : one));
    this.#current = services[0];
    this.#byId = new Map(services.map((service) => [service.id, service]));
  }

  /** Names the master key that wraps. @throws DbError MASTER_KEY_MISSING */
  get currentId(): string {
    return this.#wrapping().id;
  }

  /** @throws DbError MASTER_KEY_MISSING, KEY_SERVICE_FAILED */
  async wrap(key: Uint8Array, context: KeyContext): Promise<WrappedKey> {
    const service = this.#wrapping();
    const wrapped = await ask(service, () => service.wrap(key, context));
    return { wrappedKey: new Uint8Array(wrapped), masterKeyId: service.id };
  }

  /** @throws DbError MASTER_KEY_MISSING, DECRYPTION_FAILED, KEY_SERVICE_FAILED */
  async unwrap(wrapped: WrappedKey, context: KeyContext): Promise<Uint8Array> {
    const service = this.#byId.get(wrapped.masterKeyId);
    if (!service) {
      throw new DbError(
        'MASTER_KEY_MISSING',
        `The tenant's key was wrapped by the master key "${wrapped.masterKeyId}", which was not given.`,
      );
    }
    const key = await ask(service, () => service.unwrap(wrapped.wrappedKey, context));
    if (key.length !== KEY_BYTES) throw new DbError('DECRYPTION_FAILED');
    return key;
  }

  #wrapping(): KeyService {
    if (!this.#current) throw new DbError('MASTER_KEY_MISSING');
    return this.#current;
  }
}

async function ask<T>(service: KeyService, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (cause instanceof DbError) throw cause;
    throw new DbError('KEY_SERVICE_FAILED', `The key service "${service.id}" failed.`, { cause });
  }
}
