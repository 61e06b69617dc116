/** A rule of squawk's that is on, with the harm in our words. */
interface SquawkRule {
  readonly title: string;
  readonly severity: 'error' | 'warning';
  readonly why: string;
  readonly safe: string;
}

/**
 * What squawk looks for and our own rules do not. The others are off: those about locks, NOT NULL, types and drops do not
 * know what the migrations before have made, and report what a new table or Prisma's ordinary SQL does; those about
 * preferred types and texts are matters of taste.
 */
export const SQUAWK_RULES: Readonly<Record<string, SquawkRule>> = {
  'ban-drop-database': {
    title: 'A database is dropped',
    severity: 'error',
    why: 'A database is deleted with all that is in it.',
    safe: 'Never in a migration.',
  },
  'ban-truncate-cascade': {
    title: 'TRUNCATE … CASCADE',
    severity: 'error',
    why: 'Every table that refers to this one is emptied as well, whichever these are by then.',
    safe: 'Name each table.',
  },
  'ban-create-domain-with-constraint': {
    title: 'A domain is created with a check',
    severity: 'warning',
    why: 'A check of a domain cannot be changed without reading every table that uses it, under a lock on each.',
    safe: 'A check on each table.',
  },
  'ban-alter-domain-with-add-constraint': {
    title: 'A check is added to a domain',
    severity: 'error',
    why: 'Every table that uses the domain is read, under a lock on each.',
    safe: 'ADD CONSTRAINT … NOT VALID, then VALIDATE CONSTRAINT; or a check on each table.',
  },
  'ban-uncommitted-transaction': {
    title: 'A transaction is begun and not ended',
    severity: 'error',
    why: 'The script begins a transaction and does not end it, so nothing of it stays.',
    safe: 'COMMIT, or no BEGIN: a migration is one transaction anyway.',
  },
  'ban-duplicate-column-assignments': {
    title: 'A column is assigned twice in one UPDATE',
    severity: 'error',
    why: 'PostgreSQL refuses the statement, and the deployment fails.',
    safe: 'Assign each column once.',
  },
  'identifier-too-long': {
    title: 'A name of more than 63 bytes',
    severity: 'warning',
    why: 'PostgreSQL cuts the name to 63 bytes, so it is not found by the name that stands here, and may clash.',
    safe: 'A shorter name.',
  },
};

/** The rules of squawk's that are off, so that it does not write down megabytes of what nobody reads. */
export const SQUAWK_RULES_OFF: readonly string[] = [
  'adding-field-with-default',
  'adding-foreign-key-constraint',
  'adding-not-nullable-field',
  'adding-required-field',
  'adding-serial-primary-key-field',
  'ban-char-field',
  'ban-concurrent-index-creation-in-transaction',
  'ban-drop-column',
  'ban-drop-not-null',
  'ban-drop-table',
  'changing-column-type',
  'constraint-missing-not-valid',
  'disallowed-unique-constraint',
  'prefer-bigint-over-int',
  'prefer-bigint-over-smallint',
  'prefer-identity',
  'prefer-repack',
  'prefer-robust-stmts',
  'prefer-text-field',
  'prefer-timestamp-tz',
  'renaming-column',
  'renaming-table',
  'require-concurrent-index-creation',
  'require-concurrent-index-deletion',
  'require-concurrent-partition-detach',
  'require-concurrent-reindex',
  'require-enum-value-ordering',
  'require-lock-timeout',
  'require-statement-timeout',
  'require-table-schema',
  'require-timeout-settings',
  'transaction-nesting',
];
