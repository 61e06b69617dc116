import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { loadEngine } from '../script/engine.ts';
import { hasSpecialComparison, schemaPath } from './configuration.ts';
import { explainPrisma, failedOnScratch } from './explain.ts';
import { writeLockFile } from './lock-file.ts';
import { runPrisma } from './run.ts';

/** What Prisma writes for nothing. */
export const NOTHING = '-- This is an empty migration.';

export interface Comparison {
  /** Connection string of the migrating role. */
  url: string;
  /** Folder with prisma.config.ts, the schema and the migrations. */
  project: string;
  /** What could not be done when it fails, as a sentence. */
  what: string;
  /** What was going on, for a connection that was lost. */
  doing: string;
}

/**
 * The SQL that brings the tables of a database to what the migrations of a folder lead to; empty when there is nothing to do.
 *
 * @throws MigrateError MIGRATION_FAILED, DATABASE_UNREACHABLE for a connection that was lost
 */
export function scriptToMigrations(comparison: Comparison, migrations: string): Promise<string> {
  return either(
    comparison,
    async (engine, options) => engine.scriptToMigrations({ ...options, migrations }),
    ['migrate', 'diff', '--from-config-datasource', '--to-migrations', migrations, '--script'],
  );
}

/** The SQL that brings the tables of a database to the schema files; empty when there is nothing to do. @throws MigrateError MIGRATION_FAILED, DATABASE_UNREACHABLE for a connection that was lost */
export function scriptToSchema(comparison: Comparison): Promise<string> {
  return either(comparison, async (engine, options) => engine.scriptToSchema(options), [
    'migrate',
    'diff',
    '--from-config-datasource',
    '--to-schema',
    schemaPath(comparison.project),
    '--script',
  ]);
}

/**
 * Writes the migration from the last one to the schema files into a folder of its own, without applying it. Where there is nothing new, it
 * holds only `NOTHING`.
 *
 * @throws MigrateError MIGRATION_FAILED, DATABASE_UNREACHABLE for a connection that was lost
 */
export async function writeDraft(comparison: Comparison, name: string): Promise<void> {
  await either(
    comparison,
    async (engine, options) => {
      const migrations = path.join(comparison.project, 'prisma', 'migrations');
      const draft = await engine.draftMigration({ ...options, migrations, name });
      await mkdir(path.join(migrations, draft.name));
      await writeFile(path.join(migrations, draft.name, 'migration.sql'), draft.script || `${NOTHING}\n`);
      await writeLockFile(migrations);
      return '';
    },
    ['migrate', 'dev', '--create-only', '--name', name],
  );
}

type Engine = Awaited<ReturnType<typeof loadEngine>>;

/** By the engine in this process, which takes a fraction of the time; by the command line, where only it can know what to compare. */
async function either(
  { url, project, what, doing }: Comparison,
  work: (engine: Engine, options: { url: string; schema: string }) => Promise<string>,
  args: readonly string[],
): Promise<string> {
  if (await hasSpecialComparison(project)) {
    const result = await runPrisma({ project, args, env: { DATABASE_URL: url, DIRECT_URL: url } });
    if (result.exitCode === 0) return result.stdout.startsWith(NOTHING) ? '' : result.stdout;
    throw failedOnScratch(explainPrisma(result), { url, what, doing });
  }
  const engine = await loadEngine();
  try {
    return await work(engine, { url, schema: path.join(project, schemaPath(project)) });
  } catch (cause) {
    throw failedOnScratch(engine.explainFailure(cause), { url, what, doing, cause });
  }
}
