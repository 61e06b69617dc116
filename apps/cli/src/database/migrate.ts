import {
  deployMigrations,
  MigrateError,
  type MigrationStatus,
  migrationStatus,
  requireRoles,
  withConnection,
  withDatabaseLock,
} from '@org/db-migrate';
import type { Context } from '../context.ts';
import { CliError } from '../errors.ts';
import type { Database } from './database.ts';

/**
 * Applies what is pending, one process at a time; returns the names.
 *
 * @throws MigrateError ROLE_MISSING, DATABASE_NEWER, MIGRATION_FAILED and those of connecting
 */
export async function migrate(context: Context, database: Database): Promise<string[]> {
  const url = database.url('owner');
  if (database.kind === 'external') await withConnection(url, requireRoles);
  return withDatabaseLock(url, async () => {
    const applied = await deployMigrations({ url, project: context.project });
    for (const name of applied) context.output.note(`migration ${name} applied`);
    return applied;
  });
}

/** How the database stands against this checkout; reads only. */
export async function readStatus(context: Context, database: Database): Promise<MigrationStatus> {
  return withConnection(database.url('owner'), (client) => migrationStatus(client, context.project));
}

/** Refuses work on a database that does not fit the code. @throws CliError DATABASE_OLDER, MigrateError DATABASE_NEWER */
export async function requireUpToDate(context: Context, database: Database): Promise<void> {
  const { pending, failed, unknown } = await readStatus(context, database);
  if (unknown.length > 0) {
    throw new MigrateError(
      'DATABASE_NEWER',
      `The database at ${database.where} is newer than this code: it holds ${unknown.join(', ')}, which this checkout does not. Update the code.`,
    );
  }
  const missing = [...new Set([...failed, ...pending])];
  if (missing.length > 0) {
    throw new CliError(
      'DATABASE_OLDER',
      `The database at ${database.where} is older than this code: ${missing.join(', ')} ${missing.length === 1 ? 'is' : 'are'} not applied. Run "pnpm db:migrate:deploy" first.`,
    );
  }
}
