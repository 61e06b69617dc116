/** What the exit code tells; documented in the README. */
export const EXIT = {
  done: 0,
  failed: 1,
  usage: 2,
  unreachable: 3,
  mismatch: 4,
  refused: 5,
  services: 6,
} as const;

// Codes that are missing here mean `failed`.
const BY_CODE: Readonly<Record<string, number>> = {
  USAGE: EXIT.usage,
  ENVIRONMENT_INVALID: EXIT.usage,
  URL_INVALID: EXIT.usage,
  URL_MISSING: EXIT.usage,
  NAME_INVALID: EXIT.usage,
  RECIPE_INVALID: EXIT.usage,
  RULE_UNKNOWN: EXIT.usage,
  TENANT_UNKNOWN: EXIT.usage,
  SEED_FILE_INVALID: EXIT.usage,
  SLUG_INVALID: EXIT.usage,
  ACCESS_INVALID: EXIT.usage,
  ARCHIVE_INVALID: EXIT.usage,
  SERVER_STOPPED: EXIT.unreachable,
  NOT_SET_UP: EXIT.unreachable,
  DATABASE_UNREACHABLE: EXIT.unreachable,
  DATABASE_AUTH_FAILED: EXIT.unreachable,
  START_FAILED: EXIT.unreachable,
  PORT_UNAVAILABLE: EXIT.unreachable,
  DATABASE_NEWER: EXIT.mismatch,
  DATABASE_OLDER: EXIT.mismatch,
  SEED_SCHEMA_MISSING: EXIT.mismatch,
  SEED_DEMO_MISSING: EXIT.mismatch,
  VOLUME_MISSING: EXIT.mismatch,
  MIGRATION_FAILED: EXIT.mismatch,
  SCHEMA_DIFFERS: EXIT.mismatch,
  SCHEMA_MISSING: EXIT.mismatch,
  TABLE_UNCERTAIN: EXIT.mismatch,
  REFERENCE_MISSING: EXIT.mismatch,
  PRODUCTION_REFUSED: EXIT.refused,
  CONFIRMATION_MISSING: EXIT.refused,
  LOCAL_ONLY: EXIT.refused,
  SEED_REFUSED: EXIT.refused,
  TENANT_EXISTS: EXIT.refused,
  TENANT_BUSY: EXIT.refused,
  ARCHIVE_EXISTS: EXIT.refused,
  EXPORT_MISSING: EXIT.refused,
  PORT_TAKEN: EXIT.services,
  SERVICE_MISSING: EXIT.services,
  SERVICE_ENDED: EXIT.services,
  SERVICE_NOT_READY: EXIT.services,
};

export function exitCodeOf(code: string): number {
  return BY_CODE[code] ?? EXIT.failed;
}
