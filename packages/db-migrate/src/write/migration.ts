import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { withScratchDatabase } from '../database/scratch.ts';
import { deployMigrations } from '../deploy/deploy.ts';
import { createdTables, deriveProtection } from '../derive/protect.ts';
import { createdSchemas, deriveSchemaGrants } from '../derive/schemas.ts';
import { MigrateError } from '../errors.ts';
import { explainPrisma } from '../prisma/explain.ts';
import { runPrisma } from '../prisma/run.ts';
import { readTables } from '../schema/read-tables.ts';
import { deriveRollback } from './rollback.ts';

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
  /** The new tables, as `schema.table`; isolation, rights and audit of each were appended. */
  tables: string[];
  /** Data that is lost, steps that fail on a table with rows, a way back that needs completing. */
  warnings: string[];
}

/**
 * Writes the migration from the last one to the schema files, without applying it: Prisma's SQL, what Prisma does not
 * know of for each new schema and table, and `rollback.sql`. All of it happens on a scratch database, on which the
 * migration was tried once when this returns. When it fails, nothing is left behind.
 *
 * @returns undefined when the schema files hold nothing new; then nothing is written.
 * @throws MigrateError NAME_INVALID, SCHEMA_INVALID, ANNOTATION_INVALID, MIGRATION_FAILED
 */
export async function writeMigration(options: WriteOptions): Promise<WrittenMigration | undefined> {
  if (!/^[a-z0-9_]{1,100}$/.test(options.name)) {
    throw new MigrateError(
      'NAME_INVALID',
      `"${options.name}" cannot name a migration: use lower-case letters, digits and underscores, such as add_phone_to_users.`,
    );
  }
  const schema = path.join(options.project, 'prisma', 'schema');
  const migrations = path.join(options.project, 'prisma', 'migrations');
  const tables = await readTables(schema);
  const before = await mkdtemp(path.join(tmpdir(), 'orgdb-migrations-'));
  try {
    await cp(migrations, before, { recursive: true });
    const known = new Set(await readdir(before));
    try {
      // Empty of rows: with rows, Prisma asks whether they may be lost, which only works in a terminal.
      return await withScratchDatabase(options.url, async (url) => {
        await deployMigrations({ url, project: options.project });
        await draft({ ...options, url });
        // Prisma writes this file anew, with words of its own.
        await keepLock(before, migrations);
        const name = (await readdir(migrations)).find((entry) => !known.has(entry));
        if (name === undefined) throw new MigrateError('MIGRATION_FAILED', 'Prisma wrote no migration.');
        return complete({ ...options, url }, { migrations, before, name, tables });
      });
    } catch (error) {
      await removeNew(migrations, known);
      throw error;
    }
  } finally {
    await rm(before, { recursive: true, force: true });
  }
}

async function draft({ name, project, url }: WriteOptions): Promise<void> {
  const result = await runPrisma({
    project,
    args: ['migrate', 'dev', '--create-only', '--name', name],
    env: { DATABASE_URL: url, DIRECT_URL: url },
  });
  if (result.exitCode !== 0) {
    throw new MigrateError(
      'MIGRATION_FAILED',
      `The migration could not be written.\n${explainPrisma(result)}`,
    );
  }
}

interface Draft {
  migrations: string;
  before: string;
  name: string;
  tables: Awaited<ReturnType<typeof readTables>>;
}

async function complete(options: WriteOptions, draft: Draft): Promise<WrittenMigration | undefined> {
  const directory = path.join(draft.migrations, draft.name);
  const file = path.join(directory, 'migration.sql');
  const sql = await readFile(file, 'utf8');
  if (sql.startsWith('-- This is an empty migration.')) {
    await rm(directory, { recursive: true });
    return undefined;
  }
  const created = createdTables(sql, draft.tables);
  const additions = [deriveSchemaGrants(createdSchemas(sql)), deriveProtection(created)].filter(Boolean);
  const migration = [sql.trimEnd(), ...additions.map((text) => text.trimEnd())].join('\n\n');
  await writeFile(file, `${migration}\n`);
  const rollback = await deriveRollback({ ...options, ...draft, migration });
  await writeFile(path.join(directory, 'rollback.sql'), rollback.script);
  return {
    name: draft.name,
    directory,
    tables: created.map((table) => `${table.schema}.${table.name}`),
    warnings: [
      ...readWarnings(sql),
      ...(rollback.problem === undefined
        ? []
        : [`rollback.sql has to be completed by hand: ${rollback.problem}`]),
    ],
  };
}

// Prisma opens the script with a comment that lists them.
function readWarnings(sql: string): string[] {
  const [, comment = ''] = /^\/\*\s+Warnings:\n(.*?)\*\//s.exec(sql) ?? [];
  return [...comment.matchAll(/^\s+- (.+)$/gm)].flatMap(([, text]) => text ?? []);
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
