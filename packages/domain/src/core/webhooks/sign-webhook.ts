import { createHmac } from 'node:crypto';
import { webhookKey } from './webhook-secret.ts';

/** What is signed: the id and the time too, so that neither can be replaced. */
export interface SignedMessage {
  /** `webhook-id`: the same in every attempt. */
  readonly id: string;
  /** `webhook-timestamp`: time of the attempt, in whole seconds since 1970. */
  readonly timestamp: number;
  /** The body, byte by byte as it is sent. */
  readonly body: string | Uint8Array;
}

/**
 * The value of the header `webhook-signature` by the Standard Webhooks specification: `v1,` and the HMAC-SHA-256 of
 * `<id>.<timestamp>.<body>` in base64.
 *
 * @param secret `whsec_…`
 * @throws DomainError INPUT_INVALID when the secret is malformed
 */
export function signWebhook(secret: string, message: SignedMessage): string {
  const hmac = createHmac('sha256', webhookKey(secret));
  hmac.update(`${message.id}.${message.timestamp}.`).update(message.body);
  return `v1,${hmac.digest('base64')}`;
}
