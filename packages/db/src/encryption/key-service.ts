import type { MasterKey } from '../client/options.ts';
import { open, seal } from './aes-gcm.ts';

/** What a tenant's key is for: DATA keys encrypt, the INDEX key makes blind indexes. */
export type KeyPurpose = 'DATA' | 'INDEX';

/** What a wrapped key belongs to. A service should bind the wrapped key to all of it, as additional data. */
export interface KeyContext {
  readonly tenantId: string;
  readonly purpose: KeyPurpose;
  readonly version: number;
}

/** Wraps and unwraps the tenants' keys by a master key that does not leave it: a KMS, an HSM. */
export interface KeyService {
  /** Names the master key in the database: at most 64 characters, never to be given to another key. */
  readonly id: string;
  /** Encrypts 32 bytes. */
  wrap(key: Uint8Array, context: KeyContext): Promise<Uint8Array>;
  /** The reverse; rejects when the bytes or the context are others. */
  unwrap(wrapped: Uint8Array, context: KeyContext): Promise<Uint8Array>;
}

/** A key service over a master key in memory: AES-256-GCM, bound to tenant, purpose, version and the master key's id. */
export function localKeyService({ id, key }: MasterKey): KeyService {
  const binding = ({ tenantId, purpose, version }: KeyContext) =>
    JSON.stringify([`org-db ${purpose.toLowerCase()} key`, tenantId, version, id]);
  return {
    id,
    wrap: async (plain, context) => seal(key, plain, binding(context)),
    unwrap: async (wrapped, context) => open(key, wrapped, binding(context)),
  };
}
