import { isConnectionLost, withConnection } from '../database/connect.ts';
import { scriptToMigrations } from '../prisma/compare.ts';
import { applyHistory } from '../script/apply-history.ts';
import { droppedData } from './losses.ts';

export interface RollbackSource {
  project: string;
  /** The scratch database, with the migrations before the step. */
  url: string;
  /** Folder with the migrations as they were before the step. */
  before: string;
  name: string;
  /** The step's own SQL. */
  migration: string;
  /** SQL that has to come first: what the step holds and Prisma does not know of. */
  back: string;
}

export interface Rollback {
  script: string;
  /** What PostgreSQL answered when the script was tried, if it does not work as it is. */
  problem: string | undefined;
}

/**
 * The SQL that takes a new migration back, with comments on what it cannot bring back, and on what is left to do by
 * hand: it is tried once, because functions, policies and triggers are not Prisma's to know.
 *
 * The step is applied to the scratch database, which is then compared with the migrations before the step. Comparing
 * the schema files instead would take a partial index for a renamed one.
 *
 * @throws MigrateError MIGRATION_FAILED
 */
export async function deriveRollback(source: RollbackSource): Promise<Rollback> {
  await applyHistory(source.url, source.project, [source.name]);
  const { url, project, before } = source;
  const difference = await scriptToMigrations(
    {
      url,
      project,
      what: 'The way back could not be found.',
      doing: 'the way back was sought on a scratch database',
    },
    before,
  );
  const statements = `${source.back}${withoutTransactions(difference)}`;
  const problem = await tryOut(source.url, statements);
  const script = [...comments(source, statements), ...unfinished(problem), '', statements].join('\n');
  return { script: `${script}\n`, problem };
}

async function tryOut(url: string, script: string): Promise<string | undefined> {
  return withConnection(url, async (client) => {
    try {
      await client.query(`BEGIN; ${script}\nROLLBACK;`);
      return undefined;
    } catch (error) {
      if (isConnectionLost(error)) throw error;
      const { message, detail } = error as { message: string; detail?: string };
      return [message, detail].filter(Boolean).join(': ').replaceAll('\n', '; ');
    }
  });
}

function unfinished(problem: string | undefined): string[] {
  return problem === undefined
    ? []
    : [`-- NOT FINISHED, complete it by hand. PostgreSQL answers: ${problem}`];
}

function comments({ name, migration }: RollbackSource, script: string): string[] {
  const lost = droppedData(script);
  const gone = droppedData(migration);
  return [
    `-- Takes back ${name}. Complete it where the step was completed by hand.`,
    ...(lost.length > 0 ? [`-- Data is lost: ${lost.join(', ')}.`] : []),
    ...(gone.length > 0 ? [`-- The step itself deleted, so this comes back empty: ${gone.join(', ')}.`] : []),
  ];
}

/** Without the BEGIN and COMMIT around changed enums: whoever runs this decides on the transaction, which is one. */
export function withoutTransactions(script: string): string {
  return script
    .trim()
    .split('\n')
    .filter((line) => line !== 'BEGIN;' && line !== 'COMMIT;')
    .join('\n');
}
