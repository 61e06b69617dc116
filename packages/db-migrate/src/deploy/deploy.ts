import path from 'node:path';
import { withConnection } from '../database/connect.ts';
import { MigrateError } from '../errors.ts';
import { loadEngine } from '../script/engine.ts';
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
 * MIGRATION_FAILED with the engine's explanation when one fails, and as `connect`.
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
  const { applyMigrations, explainFailure } = await loadEngine();
  try {
    await applyMigrations({
      url: options.url,
      migrations: path.join(options.project, 'prisma', 'migrations'),
    });
  } catch (cause) {
    throw new MigrateError(
      'MIGRATION_FAILED',
      `The migrations were not all applied.\n${explainFailure(cause)}`,
      { cause },
    );
  }
  return before.pending;
}
