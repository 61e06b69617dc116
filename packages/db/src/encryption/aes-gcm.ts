import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { DbError } from '../errors/db-error.ts';

const IV = 12;
const TAG = 16;

/**
 * AES-256-GCM with a random 96-bit nonce: nonce, tag, ciphertext.
 * @see https://nvlpubs.nist.gov/nistpubs/Legacy/SP/nistspecialpublication800-38d.pdf
 */
export function seal(
  key: Uint8Array,
  plaintext: Uint8Array,
  additionalData: string,
): Uint8Array<ArrayBuffer> {
  const iv = randomBytes(IV);
  const cipher = createCipheriv('aes-256-gcm', key, iv);
  cipher.setAAD(Buffer.from(additionalData, 'utf8'));
  const body = Buffer.concat([cipher.update(plaintext), cipher.final()]);
  return new Uint8Array(Buffer.concat([iv, cipher.getAuthTag(), body]));
}

/** @throws DbError DECRYPTION_FAILED when key, bytes or additional data are not those of `seal` */
export function open(key: Uint8Array, sealed: Uint8Array, additionalData: string): Buffer {
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, IV), { authTagLength: TAG });
    decipher.setAAD(Buffer.from(additionalData, 'utf8'));
    decipher.setAuthTag(sealed.subarray(IV, IV + TAG));
    return Buffer.concat([decipher.update(sealed.subarray(IV + TAG)), decipher.final()]);
  } catch {
    // The reason is withheld: telling a wrong key from a wrong tag helps only an attacker.
    throw new DbError('DECRYPTION_FAILED');
  }
}
