/** One code per reason; each is stable and listed in the README. */
export type PostgresErrorCode =
  | 'BINARIES_MISSING'
  | 'DATA_UNUSABLE'
  | 'DIRECTORY_FOREIGN'
  | 'DIRECTORY_UNUSABLE'
  | 'LOCK_TIMEOUT'
  | 'NO_UNPRIVILEGED_USER'
  | 'PLATFORM_UNSUPPORTED'
  | 'PORT_INVALID'
  | 'PORT_UNAVAILABLE'
  | 'START_FAILED'
  | 'STOP_FAILED'
  | 'VERSION_UNAVAILABLE';

/** The only error this package throws on purpose. The message says what is wrong, where, and what to do. */
export class PostgresError extends Error {
  override readonly name = 'PostgresError';
  readonly code: PostgresErrorCode;

  constructor(code: PostgresErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.code = code;
  }
}

/** The `code` of a system error (`ENOENT`, `EACCES`, …), or undefined for anything else. */
export function systemCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}
