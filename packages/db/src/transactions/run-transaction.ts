import { DbError } from '../errors/db-error.ts';
import { withRetry } from '../errors/retry.ts';
import { type PrismaOptions, prismaOptions, type TransactionOptions } from './options.ts';

/** What is run in a transaction. */
export type Callback = (transaction: never) => PromiseLike<unknown>;

/** Prisma's own way to run a callback in a transaction. It must be given an options object that nobody else has. */
export type Start<Input> = (input: Input, options: PrismaOptions) => Promise<unknown>;

/** Runs one transaction, and again where its options allow it. */
export async function runRepeatedly<Input>(
  start: Start<Input>,
  input: Input,
  options: TransactionOptions,
): Promise<unknown> {
  const { retry, signal } = options;
  const attempt = () => start(input, prismaOptions(options));
  if (!retry) return await attempt();
  try {
    return await withRetry(attempt, { ...(retry === true ? {} : retry), ...(signal ? { signal } : {}) });
  } catch (error) {
    // The pause before another try was cut short.
    if (signal?.aborted && error instanceof DbError && error.retryable) throw aborted(error);
    throw error;
  }
}

/**
 * Runs a callback in a transaction until `signal` is aborted: then the transaction is rolled back, which cancels its
 * running statement, and only then the call fails with ABORTED. What the callback still does in it fails.
 */
export async function runUntilAborted(
  start: Start<Callback>,
  callback: Callback,
  options: PrismaOptions,
  signal: AbortSignal,
): Promise<unknown> {
  if (signal.aborted) throw aborted();
  let abort = () => {};
  const abortion = new Promise<never>((_resolve, reject) => {
    abort = () => reject(aborted());
  });
  abortion.catch(() => {});
  signal.addEventListener('abort', abort, { once: true });
  let started = false;
  const run = start(async (transaction) => {
    started = true;
    if (signal.aborted) throw aborted();
    return await Promise.race([callback(transaction), abortion]);
  }, options);
  try {
    // While it waits for a connection there is nothing to undo: a transaction that begins after all ends at once.
    return await Promise.race([
      run,
      abortion.catch((error: unknown) => (started ? run : Promise.reject(error))),
    ]);
  } finally {
    run.catch(() => {});
    signal.removeEventListener('abort', abort);
  }
}

function aborted(cause?: unknown): DbError {
  return new DbError('ABORTED', undefined, { cause });
}
