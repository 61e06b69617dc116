import { DbError } from '../errors/db-error.ts';
import type { RetryOptions } from '../errors/retry.ts';

/** PostgreSQL's levels; it treats the first as the second. */
export const ISOLATION_LEVELS = [
  'ReadUncommitted',
  'ReadCommitted',
  'RepeatableRead',
  'Serializable',
] as const;

export type IsolationLevel = (typeof ISOLATION_LEVELS)[number];

/** How often, and after which pauses, a transaction is run again. */
export type TransactionRetry = Omit<RetryOptions, 'signal'>;

/** How an array of queries is run as one transaction. */
export interface BatchOptions {
  readonly isolationLevel?: IsolationLevel;
  /** How long to wait for a connection, in milliseconds. */
  readonly maxWait?: number;
  /** How long the transaction may take, in milliseconds. */
  readonly timeout?: number;
  /**
   * Run the whole again after a serialization failure or a deadlock: up to 5 times, or as told. Only for work that has no
   * effect outside of the database. Off by default.
   */
  readonly retry?: boolean | TransactionRetry;
}

/** How a transaction is run. A nested one is a savepoint, and takes none of these. */
export interface TransactionOptions extends BatchOptions {
  /** Ends the transaction: its running statement is cancelled, it is rolled back, the call fails with ABORTED. */
  readonly signal?: AbortSignal | undefined;
}

/** What Prisma is given, in an object of its own: 7.10.0 keeps notes in it, and mixes up transactions that share one. */
export interface PrismaOptions {
  isolationLevel?: IsolationLevel;
  maxWait?: number;
  timeout?: number;
}

const NAMES: ReadonlySet<string> = new Set(['isolationLevel', 'maxWait', 'timeout', 'retry', 'signal']);
const MAX_MS = 2_147_483_647;

/**
 * Checks the options of a transaction; undefined fields count as absent.
 *
 * @throws DbError OPTIONS_INVALID naming all that are wrong
 */
export function checkTransactionOptions(options: TransactionOptions): void {
  const { isolationLevel, maxWait, timeout, retry, signal } = options;
  const problems: string[] = [];
  for (const name of Object.keys(options)) if (!NAMES.has(name)) problems.push(`${name}: is not known`);
  if (isolationLevel !== undefined && !ISOLATION_LEVELS.includes(isolationLevel)) {
    problems.push(`isolationLevel: must be one of ${ISOLATION_LEVELS.join(', ')}`);
  }
  for (const [name, value] of Object.entries({ maxWait, timeout })) {
    if (value !== undefined && !(Number.isInteger(value) && value >= 1 && value <= MAX_MS)) {
      problems.push(`${name}: must be a whole number of milliseconds`);
    }
  }
  if (retry !== undefined && typeof retry !== 'boolean' && !(typeof retry === 'object' && retry !== null)) {
    problems.push('retry: must be true, false, or { attempts, baseDelayMs, maxDelayMs, onRetry }');
  }
  if (signal !== undefined && !(signal instanceof AbortSignal))
    problems.push('signal: must be an AbortSignal');
  if (problems.length > 0) throw invalid(problems.join('; '));
}

/** @throws DbError OPTIONS_INVALID when a savepoint is given what only a transaction can have */
export function refuseNestedOptions(options: object | undefined): void {
  const given = Object.entries(options ?? {}).filter(([, value]) => value !== undefined);
  if (given.length === 0) return;
  throw invalid(
    `a nested transaction is a savepoint and has no ${given.map(([name]) => name).join(', ')} of its own. Give the outermost one its options`,
  );
}

/** A fresh object with what Prisma knows. */
export function prismaOptions({ isolationLevel, maxWait, timeout }: TransactionOptions): PrismaOptions {
  return {
    ...(isolationLevel === undefined ? {} : { isolationLevel }),
    ...(maxWait === undefined ? {} : { maxWait }),
    ...(timeout === undefined ? {} : { timeout }),
  };
}

function invalid(problem: string): DbError {
  return new DbError('OPTIONS_INVALID', `The options of $transaction are not valid: ${problem}.`);
}
