import { timingSafeEqual } from 'node:crypto';
import { DomainError } from '../../errors.ts';
import { signWebhook } from './sign-webhook.ts';

/** A request as a receiver sees it. */
export interface ReceivedWebhook {
  /** Names in lower case, as Node gives them. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** The raw body, before any parsing. */
  readonly body: string | Uint8Array;
}

export interface VerifyWebhookOptions {
  /** How far the time of the attempt may lie from now, in seconds. 300 by default. */
  readonly toleranceSeconds?: number;
  readonly now?: Date;
}

/** What a receiver may rely on: remember the id, as a delivery may come more than once. */
export interface VerifiedWebhook {
  readonly id: string;
  readonly sentAt: Date;
}

/**
 * Checks on the receiver's side that a webhook was signed with the subscription's secret, and just now.
 *
 * Every signature of the header is compared in constant time, so that a sender may sign with an old and a new secret.
 *
 * @param secret `whsec_…`
 * @throws DomainError WEBHOOK_SIGNATURE_INVALID; INPUT_INVALID when the secret is malformed
 */
export function verifyWebhook(
  secret: string,
  { headers, body }: ReceivedWebhook,
  { toleranceSeconds = 300, now = new Date() }: VerifyWebhookOptions = {},
): VerifiedWebhook {
  const header = (name: string) => {
    const value = headers[name];
    if (typeof value !== 'string' || value === '') throw invalid(`The header ${name} is missing.`);
    return value;
  };
  const id = header('webhook-id');
  const time = header('webhook-timestamp');
  const signatures = header('webhook-signature').split(' ');

  const timestamp = /^\d{1,11}$/.test(time) ? Number(time) : Number.NaN;
  if (Number.isNaN(timestamp)) throw invalid('The header webhook-timestamp is not a number of seconds.');
  if (Math.abs(now.getTime() / 1000 - timestamp) > toleranceSeconds) {
    throw invalid(`The header webhook-timestamp is more than ${toleranceSeconds} seconds away from now.`);
  }
  const expected = Buffer.from(signWebhook(secret, { id, timestamp, body }));
  if (!signatures.some((signature) => equal(Buffer.from(signature), expected))) {
    throw invalid('No signature in the header webhook-signature fits.');
  }
  return { id, sentAt: new Date(timestamp * 1000) };
}

function equal(a: Buffer, b: Buffer): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}

function invalid(message: string): DomainError {
  return new DomainError('WEBHOOK_SIGNATURE_INVALID', message);
}
