import { type EmbeddedOptions, NO_FILTERS, withSession } from './embedded-session.ts';
import { listMigrations } from './list-migrations.ts';

/**
 * Applies the pending migrations of a folder as `prisma migrate deploy` does, in this process: without Prisma's CLI, whose start takes
 * longer than most deploys.
 *
 * @throws {EngineFailure | SchemaEngineError} with Prisma's code: P3018 for a migration that fails, P3009 for one that failed before,
 * P1002 for another deployer, and those of a connection. See `explainFailure`.
 */
export async function applyMigrations(
  options: EmbeddedOptions & { readonly migrations: string },
): Promise<void> {
  const { migrations, ...session } = options;
  const migrationsList = await listMigrations(migrations);
  await withSession(session, (ask) => ask('applyMigrations', { migrationsList, filters: NO_FILTERS }));
}

/**
 * Records a migration of a folder as applied without running it, as `prisma migrate resolve --applied` does. Makes the history where it is missing.
 *
 * @throws {EngineFailure | SchemaEngineError} P3008 when it is recorded already, P3017 when there is none of that name
 */
export async function markApplied(
  options: EmbeddedOptions & { readonly migrations: string; readonly name: string },
): Promise<void> {
  const { migrations, name, ...session } = options;
  const migrationsList = await listMigrations(migrations);
  await withSession(session, (ask) => ask('markMigrationApplied', { migrationsList, migrationName: name }));
}
