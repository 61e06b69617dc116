import { setTimeout as sleep } from 'node:timers/promises';
import type { DbError } from './db-error.ts';
import { toDbError } from './to-db-error.ts';

export interface RetryOptions {
  /** How often `fn` is run at most, the first time included. 5 by default. */
  readonly attempts?: number;
  /** Upper bound of the first pause, in milliseconds; it doubles each time. 20 by default. */
  readonly baseDelayMs?: number;
  /** Upper bound of any pause, in milliseconds. 1,000 by default. */
  readonly maxDelayMs?: number;
  /** Ends the waiting; the last error is thrown. */
  readonly signal?: AbortSignal;
  /** Called before each pause. */
  readonly onRetry?: (error: DbError, attempt: number) => void;
}

/**
 * Runs `fn`, and again when it failed for a reason that another run may cure: a serialization failure or a deadlock.
 *
 * `fn` must be safe to repeat: give it a whole transaction and no side effect outside of the database. Between two
 * runs it waits a random time up to a bound that doubles ("full jitter"), so that two conflicting transactions do not
 * meet again. Every other error is thrown at once, translated by `toDbError` only if it comes from the database.
 */
export async function withRetry<T>(
  fn: (attempt: number) => Promise<T>,
  options: RetryOptions = {},
): Promise<T> {
  const { attempts = 5, baseDelayMs = 20, maxDelayMs = 1_000, signal, onRetry } = options;
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await fn(attempt);
    } catch (error) {
      const known = toDbError(error);
      if (!known.retryable || attempt >= attempts || signal?.aborted) throw error;
      onRetry?.(known, attempt);
      const bound = Math.min(maxDelayMs, baseDelayMs * 2 ** (attempt - 1));
      await sleep(Math.random() * bound, undefined, signal ? { signal } : {}).catch(() => {
        throw error;
      });
    }
  }
}
