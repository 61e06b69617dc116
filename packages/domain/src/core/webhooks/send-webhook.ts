import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { DomainError } from '../../errors.ts';
import { signWebhook } from './sign-webhook.ts';
import { checkWebhookTarget, guardedLookup, type WebhookTargetPolicy } from './webhook-target.ts';

export interface OutgoingWebhook {
  readonly url: string;
  /** `whsec_…` */
  readonly secret: string;
  /** `webhook-id` */
  readonly id: string;
  /** JSON */
  readonly body: string;
}

export interface SendOptions extends WebhookTargetPolicy {
  /** For the whole exchange, from the look-up of the name to the status line, in milliseconds. */
  readonly timeoutMs: number;
}

/** What came of an attempt. `error` names no part of the URL, which may hold a token. */
export type SendResult =
  | { readonly delivered: true; readonly statusCode: number }
  | {
      readonly delivered: false;
      readonly statusCode?: number;
      readonly error: string;
      /** What the receiver asked for by `Retry-After`. */
      readonly retryAfterMs?: number;
    };

/**
 * Sends a webhook once, signed as the Standard Webhooks specification says. Never throws for what the receiver or the
 * network does.
 *
 * Delivered means a status of 200 to 299 in time. Redirects are not followed, as they could lead to an address that a
 * subscription must not name; the body of the answer is not read.
 */
export async function sendWebhook(message: OutgoingWebhook, options: SendOptions): Promise<SendResult> {
  const timestamp = Math.floor(Date.now() / 1000);
  const { id, body } = message;
  const headers = {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
    'user-agent': 'org-webhooks/1',
    'webhook-id': id,
    'webhook-timestamp': String(timestamp),
    'webhook-signature': signWebhook(message.secret, { id, timestamp, body }),
  };
  try {
    const { statusCode, retryAfter } = await post(message.url, headers, body, options);
    if (statusCode >= 200 && statusCode < 300) return { delivered: true, statusCode };
    const retryAfterMs = parseRetryAfter(retryAfter);
    return {
      delivered: false,
      statusCode,
      error: `the receiver answered ${statusCode}`,
      ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    };
  } catch (error) {
    return { delivered: false, error: describe(error, options.timeoutMs) };
  }
}

interface Answer {
  readonly statusCode: number;
  readonly retryAfter: string | undefined;
}

async function post(
  target: string,
  headers: Readonly<Record<string, string | number>>,
  body: string,
  options: SendOptions,
): Promise<Answer> {
  const url = checkWebhookTarget(target, options);
  const request = url.protocol === 'https:' ? httpsRequest : httpRequest;
  return await new Promise((resolve, reject) => {
    const outgoing = request(url, {
      method: 'POST',
      headers,
      // No connection outlives its attempt: none is kept that was looked up under another policy, or long ago.
      agent: false,
      signal: AbortSignal.timeout(options.timeoutMs),
      ...(options.allowPrivateAddresses === true ? {} : { lookup: guardedLookup }),
    });
    outgoing.on('error', reject);
    outgoing.on('response', (answer) => {
      resolve({ statusCode: answer.statusCode ?? 0, retryAfter: answer.headers['retry-after'] });
      answer.on('error', () => {});
      answer.destroy();
    });
    outgoing.end(body);
  });
}

/** `Retry-After` comes as seconds or as a date (RFC 9110, 10.2.3). */
function parseRetryAfter(value: string | undefined): number | undefined {
  if (value === undefined) return undefined;
  const ms = /^\d{1,9}$/.test(value) ? Number(value) * 1000 : Date.parse(value) - Date.now();
  return ms > 0 ? ms : undefined;
}

function describe(error: unknown, timeoutMs: number): string {
  if (error instanceof DomainError) return error.message;
  if (!(error instanceof Error)) return 'the request failed';
  if (error.name === 'AbortError' || error.name === 'TimeoutError') return `no answer within ${timeoutMs} ms`;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : error.name;
  return `the request failed: ${code}`;
}
