import { withConnection } from '../database/connect.ts';
import { MigrateError } from '../errors.ts';
import { explainPrisma } from '../prisma/explain.ts';
import { runPrisma } from '../prisma/run.ts';
import { migrationStatus } from './status.ts';

export interface DeployOptions {
  /** Connection string of the migrating role, straight to the server (not through a pooler). */
  url: string;
  /** Folder with prisma.config.ts, the schema and the migrations. */
  project: string;
}

/**
 * Applies the pending migrations in order; the names of those applied are returned, none when there was nothing to do.
 *
 * @throws MigrateError DATABASE_NEWER when the database holds migrations that this checkout does not,
 * MIGRATION_FAILED with Prisma's explanation when one fails, and as `connect`.
 */
export async function deployMigrations(options: DeployOptions): Promise<string[]> {
  const before = await withConnection(options.url, (client) => migrationStatus(client, options.project));
  if (before.unknown.length > 0) {
    throw new MigrateError(
      'DATABASE_NEWER',
      `The database is newer than this code: it holds ${before.unknown.join(', ')}, which this checkout does not. Update the code.`,
    );
  }
  if (before.pending.length === 0 && before.failed.length === 0) return [];
  const result = await runPrisma({
    project: options.project,
    args: ['migrate', 'deploy'],
    env: { DATABASE_URL: options.url, DIRECT_URL: options.url },
  });
  if (result.exitCode !== 0) {
    throw new MigrateError(
      'MIGRATION_FAILED',
      `The migrations were not all applied.\n${explainPrisma(result)}`,
    );
  }
  return before.pending;
}
