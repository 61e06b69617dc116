import { callMethod } from '../engine/methods.ts';
import { Session } from '../engine/session.ts';
import { readSettings, type Settings } from '../settings.ts';
import { listMigrations } from './list-migrations.ts';

export interface ApplyOptions {
  /** Connection string of the migrating role, straight to the server. */
  readonly url: string;
  /** Folder of the migrations. */
  readonly migrations: string;
  /** What differs from the environment's. */
  readonly settings?: Partial<Settings>;
  /** Told what the engine does, a line each: `` Applying migration `1_one` ``, whom it waits for, why it tries again. */
  readonly notify?: (line: string) => void;
}

/**
 * Applies the pending migrations as `prisma migrate deploy` does, in this process: without Prisma's CLI, whose start takes longer than
 * most deploys.
 *
 * @throws {EngineFailure | SchemaEngineError} with Prisma's code: P3018 for a migration that fails, P3009 for one that failed before,
 * P1002 for another deployer, and those of a connection. See `explainFailure`.
 */
export async function applyMigrations(options: ApplyOptions): Promise<void> {
  const session = new Session({
    url: options.url,
    datamodels: [],
    settings: { ...readSettings(), ...options.settings },
    ...(options.notify ? { notify: options.notify } : {}),
  });
  try {
    await callMethod(session, 'applyMigrations', {
      migrationsList: await listMigrations(options.migrations),
      filters: { externalTables: [], externalEnums: [] },
    });
  } finally {
    await session.close();
  }
}
