import { createHmac, hkdfSync } from 'node:crypto';
import { DbError } from '../errors/db-error.ts';
import type { ModelFacts } from '../operations/model-facts.ts';
import { open, seal } from './aes-gcm.ts';
import { binding } from './binding.ts';
import type { DataKeys } from './data-keys.ts';

const CIPHERTEXT = /^enc:([1-9]\d{0,9}):([A-Za-z0-9+/]+={0,2})$/;

/** What the ciphertext of a field is bound to, besides tenant and key version. */
export function purposeOf(facts: ModelFacts, column: string): string {
  return `${facts.table}.${column}`;
}

/** The values of one tenant's encrypted fields. */
export class FieldCipher {
  readonly #keys: DataKeys;
  readonly #tenantId: string;

  constructor(keys: DataKeys, tenantId: string) {
    this.#keys = keys;
    this.#tenantId = tenantId;
  }

  /** Encrypts to text: `enc:`, the key's version, and nonce, tag and ciphertext in base64. */
  async seal(plaintext: string, purpose: string): Promise<string> {
    const { version, key } = await this.#keys.newest(this.#tenantId);
    const sealed = seal(key, Buffer.from(plaintext, 'utf8'), binding(this.#tenantId, version, purpose));
    return `enc:${version}:${Buffer.from(sealed).toString('base64')}`;
  }

  /** @throws DbError DECRYPTION_FAILED when the text was changed, or belongs to another tenant or field */
  async open(ciphertext: string, purpose: string): Promise<string> {
    const [, digits, body = ''] = CIPHERTEXT.exec(ciphertext) ?? [];
    if (digits === undefined) {
      throw new DbError('DECRYPTION_FAILED', 'The text is not a ciphertext of this package.');
    }
    const version = Number(digits);
    const { key } = await this.#keys.version(this.#tenantId, version);
    const bytes = Buffer.from(body, 'base64');
    return open(key, bytes, binding(this.#tenantId, version, purpose)).toString('utf8');
  }

  /**
   * The blind index of a value: HMAC-SHA-256 under a key that HKDF derives for the tenant and the field. Equal values of
   * a field have equal indexes, within a tenant only.
   * @see https://www.rfc-editor.org/rfc/rfc5869
   */
  async index(plaintext: string, purpose: string): Promise<Uint8Array<ArrayBuffer>> {
    const { key } = await this.#keys.index(this.#tenantId);
    const info = JSON.stringify(['org-db blind index', this.#tenantId, purpose]);
    const derived = new Uint8Array(hkdfSync('sha256', key, '', info, 32));
    return new Uint8Array(createHmac('sha256', derived).update(plaintext, 'utf8').digest());
  }
}
