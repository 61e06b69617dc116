import { withScratchDatabase } from '../database/scratch.ts';
import { deployMigrations } from '../deploy/deploy.ts';
import { MigrateError } from '../errors.ts';
import { explainPrisma } from '../prisma/explain.ts';
import { runPrisma } from '../prisma/run.ts';
import { droppedData } from './losses.ts';

export interface RollbackSource {
  project: string;
  /** Connection string of a role that may create databases. */
  url: string;
  /** Folder with the migrations as they were before the step. */
  before: string;
  name: string;
  /** The step's own SQL. */
  migration: string;
}

/**
 * The SQL that takes a new migration back, with a comment on what it cannot bring back.
 *
 * All migrations are deployed to a scratch database, so a step that fails on an empty database fails here, and that
 * database is compared with the migrations before the step. Comparing the schema files instead would take a partial
 * index for a renamed one.
 *
 * @throws MigrateError MIGRATION_FAILED
 */
export async function deriveRollback(source: RollbackSource): Promise<string> {
  const script = await withScratchDatabase(source.url, async (url) => {
    await deployMigrations({ url, project: source.project });
    return compare(source, url);
  });
  return `${[...comments(source, script), ...statements(script)].join('\n').trimEnd()}\n`;
}

async function compare({ project, before }: RollbackSource, url: string): Promise<string> {
  const result = await runPrisma({
    project,
    args: ['migrate', 'diff', '--from-config-datasource', '--to-migrations', before, '--script'],
    env: { DATABASE_URL: url, DIRECT_URL: url },
  });
  if (result.exitCode === 0) return result.stdout;
  throw new MigrateError('MIGRATION_FAILED', `The way back could not be found.\n${explainPrisma(result)}`);
}

function comments({ name, migration }: RollbackSource, script: string): string[] {
  const lost = droppedData(script);
  const gone = droppedData(migration);
  return [
    `-- Takes back ${name}. Complete it where the step was completed by hand.`,
    ...(lost.length > 0 ? [`-- Data is lost: ${lost.join(', ')}.`] : []),
    ...(gone.length > 0 ? [`-- The step itself deleted, so this comes back empty: ${gone.join(', ')}.`] : []),
    '',
  ];
}

// Without the BEGIN and COMMIT around changed enums: whoever runs this decides on the transaction, which is one.
function statements(script: string): string[] {
  return script
    .trim()
    .split('\n')
    .filter((line) => line !== 'BEGIN;' && line !== 'COMMIT;');
}
