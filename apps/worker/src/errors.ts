import { toDbError } from '@org/db';

/** One code per reason; each is stable and listed in the README. */
export type WorkerErrorCode =
  | 'CONFIG_INVALID'
  | 'USAGE'
  | 'DATABASE_UNREACHABLE'
  | 'DATABASE_AUTH_FAILED'
  | 'DATABASE_NOT_MIGRATED'
  | 'ROLE_WRONG'
  | 'JOB_FAILED';

/** The one error class of this program: the message says what is wrong and what to do, and holds no secrets. */
export class WorkerError extends Error {
  override readonly name = 'WorkerError';
  readonly code: WorkerErrorCode;

  constructor(code: WorkerErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.code = code;
  }
}

/**
 * Says what an operator can do about a failure of the database; any other error is returned as it is.
 *
 * @param databaseUrl named without its password
 */
export function explain(error: unknown, databaseUrl: string): unknown {
  if (error instanceof WorkerError) return error;
  const known = toDbError(error);
  const where = describeDatabase(databaseUrl);
  switch (known.code) {
    case 'DATABASE_UNREACHABLE':
    case 'POOL_TIMEOUT':
      return new WorkerError(
        'DATABASE_UNREACHABLE',
        `The database ${where} cannot be reached. Is it running, and is the address right?`,
        { cause: error },
      );
    case 'DATABASE_AUTH_FAILED':
      return new WorkerError(
        'DATABASE_AUTH_FAILED',
        `The database ${where} refused the role, its password or the database's name.`,
        { cause: error },
      );
    case 'DATABASE_SCHEMA_MISMATCH':
      return new WorkerError(
        'DATABASE_NOT_MIGRATED',
        `The database ${where} lacks what this program needs. Apply the migrations.`,
        { cause: error },
      );
    case 'PERMISSION_DENIED':
      return new WorkerError(
        'ROLE_WRONG',
        `The role of ${where} may not do the worker's work. Connect as org_worker: set WORKER_DATABASE_URL.`,
        { cause: error },
      );
    default:
      return error;
  }
}

/** `user@host:port/name` */
function describeDatabase(databaseUrl: string): string {
  const { username, hostname, port, pathname } = new URL(databaseUrl);
  return `${username}@${hostname}:${port || '5432'}${pathname}`;
}
