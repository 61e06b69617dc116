import { DB_ERRORS, type DbErrorCode } from './codes.ts';

/** What is known about a failure besides its code: names of the schema, never values. */
export interface DbErrorDetails {
  /** The Prisma model that the call was about, or whose constraint was violated. */
  readonly model?: string;
  /** Field names, as in the Prisma schema, without the tenant. */
  readonly fields?: readonly string[];
  /** Name of the violated constraint. */
  readonly constraint?: string;
  /** SQLSTATE as PostgreSQL sent it. */
  readonly sqlState?: string;
}

/**
 * The one error class of this package.
 *
 * `code` is stable and names the reason, `status` is the HTTP status that fits it, `retryable` says whether
 * running the same work again may succeed. The message holds no values of rows and no secrets; `cause` is the
 * error underneath, which may: log it, never send it to a client.
 */
export class DbError extends Error {
  override readonly name = 'DbError';
  readonly code: DbErrorCode;
  readonly status: number;
  readonly retryable: boolean;
  readonly details: DbErrorDetails;

  /**
   * @param code reason, one of `DbErrorCode`
   * @param message what is wrong, where, and what to do; the code's own sentence by default
   */
  constructor(
    code: DbErrorCode,
    message?: string,
    options: { cause?: unknown; details?: DbErrorDetails } = {},
  ) {
    const kind = DB_ERRORS[code];
    super(message ?? kind.message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.status = kind.status;
    this.retryable = kind.retryable;
    this.details = Object.freeze(options.details ?? {});
  }
}
