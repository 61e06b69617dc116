import { setTimeout as wait } from 'node:timers/promises';
import { DatabaseError } from 'pg';
import { StatementFailure } from './counted-query.ts';

/** How often to try again what lost a lock to somebody else. */
export interface Retries {
  readonly times: number;
  /** Called before each pause, which is in milliseconds. */
  readonly onRetry: (reason: string, pause: number) => void;
}

const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 15_000;
/** lock_not_available (`lock_timeout`), deadlock_detected, serialization_failure. */
const LOST_A_LOCK = new Set(['55P03', '40P01', '40001']);

/**
 * Runs a transaction again that was rolled back for want of a lock, after a pause that doubles each time and varies by half, so that
 * several do not meet again.
 */
export async function withRetries(retries: Retries | undefined, run: () => Promise<void>): Promise<void> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await run();
    } catch (failure) {
      const error = failure instanceof StatementFailure ? failure.cause : failure;
      if (
        retries === undefined ||
        attempt >= retries.times ||
        !(error instanceof DatabaseError && LOST_A_LOCK.has(error.code ?? ''))
      ) {
        throw failure;
      }
      const pause = Math.min(FIRST_PAUSE * 2 ** attempt, LONGEST_PAUSE) * (0.5 + Math.random());
      retries.onRetry(error.message, pause);
      await wait(pause);
    }
  }
}
