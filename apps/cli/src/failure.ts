import { MigrateError } from '@org/db-migrate';
import { OperationsError } from '@org/db-operations/basics';
import { PostgresError } from '@org/postgres';
import { CommanderError } from 'commander';
import { CliError } from './errors.ts';
import { exitCodeOf } from './exit-codes.ts';

/** An error as it is told to the user. */
export interface Failure {
  code: string;
  message: string;
  exitCode: number;
  /** The one command to run next, where there is one. */
  next?: string;
}

/** What to tell of anything that was thrown: the user's mistake, the world's failure, or a mistake of ours. */
export function toFailure(error: unknown): Failure {
  const { code, message } = describe(error);
  const next = error instanceof MigrateError ? error.next : undefined;
  return { code, message, exitCode: exitCodeOf(code), ...(next === undefined ? {} : { next }) };
}

/** The classes themselves would load Prisma's client and the seeds, which most commands do without. */
function isOfDb(error: unknown): error is Error & { readonly code: string } {
  return error instanceof Error && ['DbError', 'SeedError'].includes(error.name) && 'code' in error;
}

function describe(error: unknown): { code: string; message: string } {
  if (error instanceof CommanderError) {
    return { code: 'USAGE', message: error.message.replace(/^error: /, '') };
  }
  if (
    error instanceof CliError ||
    error instanceof MigrateError ||
    error instanceof OperationsError ||
    error instanceof PostgresError ||
    isOfDb(error)
  ) {
    return { code: error.code, message: error.message };
  }
  const message = error instanceof Error ? error.message : String(error);
  const code = (error as { code?: unknown } | null)?.code;
  if (code === '42501') {
    return {
      code: 'DATABASE_FORBIDDEN',
      message: `The database refuses this to the role that is used: ${message}. Set DIRECT_URL to the connection string of the role that migrates.`,
    };
  }
  if (typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) && /\d/.test(code)) {
    return { code: 'DATABASE_FAILED', message: `The database refused a statement (${code}): ${message}.` };
  }
  if (typeof code === 'string' && ['EACCES', 'EPERM', 'EROFS', 'ENOSPC'].includes(code)) {
    return { code: 'FILE_UNUSABLE', message: `A file cannot be used: ${message}.` };
  }
  return {
    code: 'UNEXPECTED',
    message: `Something went wrong that orgdb has no words for: ${message}. Set ORGDB_DEBUG=1 to see where.`,
  };
}
