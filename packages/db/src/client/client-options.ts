import { DbError } from '../errors/db-error.ts';

/** How one client of `forTenant` differs from the others. */
export interface ClientOptions {
  /**
   * Cancels what the client is doing: the statement that runs is cancelled on the server, transactions are rolled back,
   * and whatever was asked for fails with ABORTED. A statement that had ended by then keeps its result.
   */
  readonly signal?: AbortSignal | undefined;
  /** Limit of each statement, in milliseconds, instead of that of `createDb`; 0 means none. */
  readonly statementTimeoutMs?: number | undefined;
  /** `primary` keeps this client's reads away from replicas. `replica`, the default, means: where one is fit. */
  readonly reads?: 'primary' | 'replica' | undefined;
  /** What `position()` returned, here or in another process: reads see everything that had been committed by then. */
  readonly notBefore?: string | undefined;
}

const NAMES: ReadonlySet<string> = new Set(['signal', 'statementTimeoutMs', 'reads', 'notBefore']);

/** @throws DbError OPTIONS_INVALID naming all that are wrong */
export function checkClientOptions(options: ClientOptions): ClientOptions {
  const { signal, statementTimeoutMs: limit, reads } = options;
  const problems = Object.keys(options)
    .filter((name) => !NAMES.has(name))
    .map((name) => `${name}: is not known`);
  if (signal !== undefined && !(signal instanceof AbortSignal))
    problems.push('signal: must be an AbortSignal');
  if (limit !== undefined && !(Number.isInteger(limit) && limit >= 0 && limit <= 2_147_483_647)) {
    problems.push('statementTimeoutMs: must be a whole number of milliseconds');
  }
  if (reads !== undefined && reads !== 'primary' && reads !== 'replica') {
    problems.push('reads: must be primary or replica');
  }
  if (problems.length === 0) return options;
  throw new DbError('OPTIONS_INVALID', `The options of forTenant are not valid: ${problems.join('; ')}.`);
}
