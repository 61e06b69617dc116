/** One code per reason; each is stable and listed in the README. */
export type DbTestingErrorCode =
  | 'CONNECTIONS_LEFT_OPEN'
  | 'CONTAINER_FAILED'
  | 'DATABASE_FAILED'
  | 'NO_RUN'
  | 'OPTION_INVALID'
  | 'POOLER_FAILED'
  | 'PREPARATION_FAILED'
  | 'SERVER_FAILED'
  | 'SERVER_RIGHTS'
  | 'TEMPLATE_FAILED';

/** The only error this package throws on purpose. The message says what is wrong, where, and what to do. */
export class DbTestingError extends Error {
  override readonly name = 'DbTestingError';
  readonly code: DbTestingErrorCode;

  constructor(code: DbTestingErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.code = code;
  }
}

/** The SQLSTATE of an error of the server, or undefined for anything else. */
export function sqlState(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

/** The text of whatever was thrown. */
export function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
