import { randomBytes } from 'node:crypto';
import { DomainError } from '../../errors.ts';

const PREFIX = 'whsec_';
const PATTERN = /^whsec_(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** A fresh signing secret as Standard Webhooks writes it: `whsec_` and 32 random bytes in base64. */
export function createWebhookSecret(): string {
  return PREFIX + randomBytes(32).toString('base64');
}

/**
 * The key inside of a signing secret.
 *
 * @param secret `whsec_` and 24 to 64 bytes in base64
 * @throws DomainError INPUT_INVALID when it is anything else; the message does not repeat it
 */
export function webhookKey(secret: string): Uint8Array {
  const key = PATTERN.test(secret) ? Buffer.from(secret.slice(PREFIX.length), 'base64') : Buffer.alloc(0);
  if (key.length < 24 || key.length > 64) {
    throw new DomainError('INPUT_INVALID', 'A webhook secret is `whsec_` and 24 to 64 bytes in base64.');
  }
  return key;
}
