/** Why a command of this program failed, beside the reasons of the packages behind it; stable. */
export type CliErrorCode =
  | 'USAGE'
  | 'ENVIRONMENT_INVALID'
  | 'URL_MISSING'
  | 'TENANT_UNKNOWN'
  | 'MASTER_KEY_MISSING'
  | 'SERVER_STOPPED'
  | 'NOT_SET_UP'
  | 'CREDENTIALS_INVALID'
  | 'DATABASE_OLDER'
  | 'VOLUME_MISSING'
  | 'PRODUCTION_REFUSED'
  | 'CONFIRMATION_MISSING'
  | 'LOCAL_ONLY'
  | 'PRISMA_FAILED'
  | 'INTERRUPTED'
  | 'DOCS_STALE'
  | 'PORT_TAKEN'
  | 'SERVICE_MISSING'
  | 'SERVICE_ENDED'
  | 'SERVICE_NOT_READY';

/** A failure that the message explains to whoever typed the command: what is wrong, where, and what to do. */
export class CliError extends Error {
  override readonly name = 'CliError';
  readonly code: CliErrorCode;

  constructor(code: CliErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.code = code;
  }
}
