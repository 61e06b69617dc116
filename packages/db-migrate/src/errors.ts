/** Why an operation of this package failed; stable, so that callers may branch on it. */
export type MigrateErrorCode =
  | 'SCHEMA_INVALID'
  | 'ANNOTATION_INVALID'
  | 'NAME_INVALID'
  | 'ROLE_MISSING'
  | 'MIGRATION_FAILED'
  | 'MIGRATIONS_MISSING'
  | 'DATABASE_UNREACHABLE'
  | 'DATABASE_AUTH_FAILED'
  | 'DATABASE_NEWER'
  | 'URL_INVALID'
  | 'PUBLISHED_INVALID'
  | 'LINTER_FAILED'
  | 'RULE_UNKNOWN'
  | 'RECIPE_INVALID'
  | 'HOOK_FAILED'
  | 'SCRATCH_REFUSED'
  | 'EXPECTED_INVALID'
  | 'ROLLBACK_REFUSED'
  | 'ROLLBACK_MISSING'
  | 'ROLLBACK_FAILED'
  | 'DATA_LOSS_REFUSED'
  | 'MIGRATION_UNKNOWN'
  | 'LOCK_NOT_AVAILABLE'
  | 'HISTORY_FAILED'
  | 'INTERRUPTED'
  | 'NOT_BASELINED'
  | 'CHOICE_INVALID'
  | 'ADOPT_REFUSED'
  | 'ADOPT_UNPROVEN'
  | 'REHEARSAL_EMPTY'
  | 'REHEARSAL_DATA'
  | 'DUMP_INVALID';

/** A failure that the message explains to whoever called: what is wrong, where, and what to do. */
export class MigrateError extends Error {
  override readonly name = 'MigrateError';
  readonly code: MigrateErrorCode;
  /** The one command to run next, where there is one. */
  readonly next: string | undefined;

  constructor(code: MigrateErrorCode, message: string, options?: { cause?: unknown; next?: string }) {
    super(message, options);
    this.code = code;
    this.next = options?.next;
  }
}
