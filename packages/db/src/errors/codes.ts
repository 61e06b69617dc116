interface ErrorKind {
  readonly status: number;
  readonly retryable: boolean;
  readonly message: string;
}

const kind = (status: number, message: string, retryable = false): ErrorKind => ({
  status,
  retryable,
  message,
});

/** Every reason for which this package throws, with the HTTP status that fits it. */
export const DB_ERRORS = {
  UNIQUE_VIOLATION: kind(409, 'A row with the same key exists already.'),
  RESTORE_CONFLICT: kind(409, 'The row cannot be restored: another one has taken its unique key meanwhile.'),
  EXCLUSION_VIOLATION: kind(409, 'The row overlaps with an existing one.'),
  FOREIGN_KEY_VIOLATION: kind(409, 'The row refers to one that does not exist, or others refer to it.'),
  CHECK_VIOLATION: kind(422, 'The row breaks a rule of its table.'),
  VALUE_INVALID: kind(422, 'A value does not fit its column.'),
  VALUE_MISSING: kind(422, 'A required value is missing.'),
  RECORD_NOT_FOUND: kind(404, 'There is no such row, or it is not visible to this tenant.'),
  QUERY_INVALID: kind(500, 'The query is not valid: a bug of the caller.'),
  MIXED_CONTEXTS: kind(500, 'One transaction cannot hold queries of several clients.'),
  TENANT_CONTEXT_MISSING: kind(500, 'A query was made without a tenant. Use the client of forTenant().'),
  TENANT_CONTEXT_INVALID: kind(400, 'The tenant context is not valid.'),
  TENANT_UNKNOWN: kind(404, 'There is no such tenant.'),
  TENANT_VIOLATION: kind(403, 'The row does not belong to the tenant of this client.'),
  PERMISSION_DENIED: kind(403, 'The database role may not do this.'),
  SERIALIZATION_FAILURE: kind(409, 'The transaction conflicted with another one. Run it again.', true),
  DEADLOCK: kind(409, 'The transaction was ended to resolve a deadlock. Run it again.', true),
  STATEMENT_OUTDATED: kind(503, 'The schema changed while the transaction ran. Run it again.', true),
  PREPARED_STATEMENT_LOST: kind(
    500,
    'A prepared statement is not, or already, on its session. Behind a pooler that does not track them, as PgBouncer before 1.21, set preparedStatements to false.',
  ),
  STATEMENT_TIMEOUT: kind(504, 'The statement was cancelled because it took too long.'),
  LOCK_TIMEOUT: kind(409, 'A lock was not available in time.'),
  ABORTED: kind(499, 'The work was cancelled by its caller.'),
  POOL_TIMEOUT: kind(503, 'No connection became free in time.'),
  TRANSACTION_EXPIRED: kind(500, 'The transaction is over: it ran into its time-out or was closed.'),
  TRANSACTION_ABORTED: kind(
    500,
    'The transaction was rolled back by COMMIT, because one of its statements had failed before.',
  ),
  DATABASE_UNREACHABLE: kind(503, 'The database cannot be reached, or the connection was lost.'),
  DATABASE_AUTH_FAILED: kind(500, 'The database refused the role or its password.'),
  DATABASE_SCHEMA_MISMATCH: kind(
    500,
    'A table, column or function is missing: the database is older or newer than this package.',
  ),
  DATABASE_CLOSED: kind(503, 'The database client was closed.'),
  ADMIN_UNAVAILABLE: kind(500, 'No `adminUrl` was given, so there is no admin access.'),
  ADMIN_ACCESS_ENDED: kind(500, 'The admin client was used after its callback had ended.'),
  CURSOR_INVALID: kind(400, 'The cursor is not valid for this list.'),
  CURSOR_SECRET_MISSING: kind(500, 'No `cursorSecret` was given, so there are no cursors.'),
  MASTER_KEY_MISSING: kind(
    500,
    'No master key was given for this, so nothing can be encrypted or decrypted.',
  ),
  KEY_SERVICE_FAILED: kind(503, 'The service that wraps keys failed.', true),
  DECRYPTION_FAILED: kind(500, 'The ciphertext is damaged, or belongs to another tenant or purpose.'),
  OPTIONS_INVALID: kind(500, 'The options are not valid.'),
  PRISMA_INCOMPATIBLE: kind(500, 'The installed version of Prisma is not the one this package was made for.'),
  UNKNOWN: kind(500, 'The database failed for an unforeseen reason. The cause has the details.'),
} as const satisfies Record<string, ErrorKind>;

/** Stable name of a reason. */
export type DbErrorCode = keyof typeof DB_ERRORS;
