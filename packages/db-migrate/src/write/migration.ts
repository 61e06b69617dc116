import { cp, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { withScratchDatabase } from '../database/scratch.ts';
import { readMigrations } from '../deploy/status.ts';
import { MigrateError } from '../errors.ts';
import { writeDraft } from '../prisma/compare.ts';
import { readTables } from '../schema/read-tables.ts';
import { applyHistory } from '../script/apply-history.ts';
import { completeMigration } from './complete.ts';
import { requireMigrationName } from './migration-name.ts';

export interface WriteOptions {
  /** Lower-case letters, digits and underscores, at most 100. */
  name: string;
  /** Folder with prisma.config.ts, the schema and the migrations. */
  project: string;
  /** Connection string of the migrating role, which may create databases. Its own database is not touched. */
  url: string;
}

export interface WrittenMigration {
  /** Name of the folder: the time, then the given name. */
  name: string;
  directory: string;
  /** Names of the migrations that follow it: indexes built concurrently, constraints validated. */
  followUps: string[];
  /** The new tables, as `schema.table`; isolation, rights and audit of each were appended. */
  tables: string[];
  /** Older tables, as `schema.table`, whose annotations ask for something else now. */
  changedTables: string[];
  /** Data that is lost, steps that fail on a table with rows, a way back that needs completing. */
  warnings: string[];
}

/**
 * Writes the migration from the last one to the schema files, without applying it: Prisma's SQL, what Prisma does not
 * know of for each new schema and table, and `rollback.sql`. Steps that block a table in use become migrations that follow. All of it happens on a scratch database, on which the
 * migration was tried once when this returns. When it fails, nothing is left behind.
 *
 * @returns undefined when the schema files hold nothing new; then nothing is written.
 * @throws MigrateError NAME_INVALID, SCHEMA_INVALID, ANNOTATION_INVALID, MIGRATION_FAILED
 */
export async function writeMigration(options: WriteOptions): Promise<WrittenMigration | undefined> {
  requireMigrationName(options.name);
  const schema = path.join(options.project, 'prisma', 'schema');
  const migrations = path.join(options.project, 'prisma', 'migrations');
  const tables = await readTables(schema);
  const before = await mkdtemp(path.join(tmpdir(), 'orgdb-migrations-'));
  try {
    await cp(migrations, before, { recursive: true });
    const known = new Set(await readdir(before));
    try {
      // Empty of rows: with rows, Prisma asks whether they may be lost, which only works in a terminal.
      const leftovers: string[] = [];
      const written = await withScratchDatabase(
        options.url,
        async (url) => {
          await applyHistory(url, options.project, [...(await readMigrations(options.project)).keys()]);
          await writeDraft(
            {
              url,
              project: options.project,
              what: 'The migration could not be written.',
              doing: 'the migration was written on a scratch database',
            },
            options.name,
          );
          // Prisma writes this file anew, with words of its own.
          await keepLock(before, migrations);
          const name = (await readdir(migrations)).find((entry) => !known.has(entry));
          if (name === undefined) throw new MigrateError('MIGRATION_FAILED', 'Prisma wrote no migration.');
          return completeMigration({ project: options.project, url, migrations, before, name, tables });
        },
        (note) => leftovers.push(note),
      );
      return written && { ...written, warnings: [...written.warnings, ...leftovers] };
    } catch (error) {
      await removeNew(migrations, known);
      throw error;
    }
  } finally {
    await rm(before, { recursive: true, force: true });
  }
}

async function keepLock(before: string, migrations: string): Promise<void> {
  const name = 'migration_lock.toml';
  await cp(path.join(before, name), path.join(migrations, name)).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
  });
}

async function removeNew(migrations: string, known: ReadonlySet<string>): Promise<void> {
  const added = (await readdir(migrations)).filter((entry) => !known.has(entry));
  await Promise.all(added.map((entry) => rm(path.join(migrations, entry), { recursive: true, force: true })));
}
