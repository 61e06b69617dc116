import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { z } from 'zod';

import {
  checkWebhookTarget,
  guardedLookup,
  type WebhookTargetPolicy,
} from '../../../core/webhooks/webhook-target.ts';
import { DomainError } from '../../../errors.ts';

export interface FetchOptions extends WebhookTargetPolicy {
  /** For one exchange, to the last byte of the answer, in milliseconds. */
  readonly timeoutMs: number;
}

/** Fetches JSON and checks it. What fails is a DomainError INTEGRATION_FAILED that names neither URL nor headers. */
export type FetchJson = <Schema extends z.ZodType>(
  url: URL,
  headers: Readonly<Record<string, string>>,
  schema: Schema,
) => Promise<z.output<Schema>>;

/** The tool refused the credentials: trying again will not help. */
export class CredentialsRefused extends Error {
  override readonly name = 'CredentialsRefused';
}

const LARGEST_ANSWER = 10 * 1024 * 1024;

/**
 * Makes a fetch that goes to public addresses only (the address that was checked is the one that is used), follows no
 * redirect, which could carry credentials elsewhere, and reads 10 MiB at most.
 */
export function createFetchJson(options: FetchOptions): FetchJson {
  return async (url, headers, schema) => {
    const { status, body } = await get(url, headers, options).catch((cause: unknown) => {
      throw failed(describe(cause, options.timeoutMs));
    });
    if (status === 401 || status === 403) {
      throw failed(`the tool refused the credentials (${status})`, new CredentialsRefused());
    }
    if (status !== 200) throw failed(`the tool answered ${status}`);
    const answer = schema.safeParse(parse(body));
    if (!answer.success) {
      const places = answer.error.issues.slice(0, 3).map((issue) => issue.path.join('.') || 'answer');
      throw failed(`the tool's answer has another shape than expected, at ${places.join(', ')}`);
    }
    return answer.data;
  };
}

interface Answer {
  readonly status: number;
  readonly body: string;
}

async function get(
  url: URL,
  headers: Readonly<Record<string, string>>,
  options: FetchOptions,
): Promise<Answer> {
  const target = checkWebhookTarget(url.href, options);
  const request = target.protocol === 'https:' ? httpsRequest : httpRequest;
  return await new Promise((resolve, reject) => {
    const outgoing = request(target, {
      headers: { accept: 'application/json', 'user-agent': 'org-integrations/1', ...headers },
      agent: false,
      signal: AbortSignal.timeout(options.timeoutMs),
      ...(options.allowPrivateAddresses === true ? {} : { lookup: guardedLookup }),
    });
    outgoing.on('error', reject);
    outgoing.on('response', (answer) => {
      const chunks: Buffer[] = [];
      let size = 0;
      answer.on('error', reject);
      answer.on('data', (chunk: Buffer) => {
        chunks.push(chunk);
        size += chunk.length;
        if (size > LARGEST_ANSWER) answer.destroy(new Error('ANSWER_TOO_LARGE'));
      });
      answer.on('end', () => {
        resolve({ status: answer.statusCode ?? 0, body: Buffer.concat(chunks).toString('utf8') });
      });
    });
    outgoing.end();
  });
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    // The parser's error would quote the answer.
    throw failed('the tool answered something that is not JSON');
  }
}

function describe(error: unknown, timeoutMs: number): string {
  if (error instanceof DomainError) return error.message;
  if (!(error instanceof Error)) return 'the request failed';
  if (error.name === 'AbortError' || error.name === 'TimeoutError') return `no answer within ${timeoutMs} ms`;
  if (error.message === 'ANSWER_TOO_LARGE') return 'the answer is larger than 10 MiB';
  return `the request failed: ${'code' in error && typeof error.code === 'string' ? error.code : error.name}`;
}

// Without the cause of the network: it may name the URL.
function failed(what: string, cause?: CredentialsRefused): DomainError {
  return new DomainError('INTEGRATION_FAILED', `The integration failed: ${what}.`, cause ? { cause } : {});
}
