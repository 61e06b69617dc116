/** Why an operation of this package failed; stable, so that callers may branch on it. */
export type OperationsErrorCode =
  | 'TENANT_UNKNOWN'
  | 'TENANT_EXISTS'
  | 'TENANT_BUSY'
  | 'SLUG_INVALID'
  | 'SCHEMA_MISSING'
  | 'SCHEMA_DIFFERS'
  | 'TABLE_UNCERTAIN'
  | 'ROWS_HIDDEN'
  | 'ROWS_DIFFER'
  | 'REFERENCE_MISSING'
  | 'ACCESS_INVALID'
  | 'ARCHIVE_EXISTS'
  | 'ARCHIVE_INVALID'
  | 'ARCHIVE_DAMAGED'
  | 'CONFIRMATION_MISSING'
  | 'EXPORT_MISSING'
  | 'BACKUP_FAILED'
  | 'BACKUP_FORBIDDEN'
  | 'BACKUP_UNSUPPORTED'
  | 'BACKUP_INVALID'
  | 'BACKUP_DAMAGED'
  | 'KEY_INVALID'
  | 'KEY_MISSING'
  | 'KEY_WRONG'
  | 'ROLE_MISSING'
  | 'RESTORE_TARGET_NOT_EMPTY'
  | 'RESTORE_FORBIDDEN'
  | 'RESTORE_FAILED'
  | 'QUERY_INVALID'
  | 'QUERY_UNSUPPORTED'
  | 'QUERY_UNKNOWN'
  | 'QUERY_WRITES'
  | 'QUERY_TIMEOUT'
  | 'QUERY_FAILED'
  | 'PARAMETERS_INVALID'
  | 'STATISTICS_MISSING';

/** A failure that the message explains to whoever called: what is wrong, where, and what to do. */
export class OperationsError extends Error {
  override readonly name = 'OperationsError';
  readonly code: OperationsErrorCode;

  constructor(code: OperationsErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.code = code;
  }
}
