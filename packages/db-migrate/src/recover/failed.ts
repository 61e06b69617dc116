import type { Client } from 'pg';
import type { MigrationFiles } from '../check/files/migration-files.ts';
import { type HistoryRow, readHistory, rollbackProgress } from '../history/history.ts';
import { concurrentBuilds, indexName } from '../indexes/concurrent-builds.ts';
import { invalidIndexes } from '../indexes/invalid-indexes.ts';
import { rollbackTo } from '../next.ts';
import { statementKind } from '../plan/statement-kind.ts';
import { isBatchLoop } from '../recipes/batches.ts';
import { loadEngine } from '../script/engine.ts';
import { commandOf, type Mend, type RecoverFinding } from './finding.ts';

/** How the engine's record begins where PostgreSQL refused something, and where the process was killed instead. */
const REFUSED = /^Database error code: (\S+)/;
const KEPT = /^Applied and kept: statements? (?:1–)?(\d+) /m;
const BEGUN = /Begun, and perhaps not ended: statement (\d+)/;
/** Statements outside of transactions that may be run again. */
const REPEATABLE = new Set([
  'CREATE INDEX',
  'DROP INDEX',
  'REINDEX',
  'REINDEX INDEX',
  'REINDEX TABLE',
  'VACUUM',
  'ANALYZE',
]);

export interface FailedMigration {
  readonly row: HistoryRow;
  readonly files: MigrationFiles;
  /** The file is another than the one that was run. */
  readonly edited: boolean;
}

/** Where a migration that ended half-way stands. */
export interface Standing {
  /** Statements that are applied. */
  readonly done: number;
  readonly total: number;
  /** What the next statement is, where it was begun outside of a transaction and may have been ended. */
  readonly begun: string | undefined;
  readonly refused: string | undefined;
  /** Nobody can tell from the history alone. */
  readonly unknown: boolean;
}

/** Reads from the record, and from how the script is run, how far it came. */
export async function standingOf({ row, files }: FailedMigration): Promise<Standing> {
  const { scriptSteps } = await loadEngine();
  const steps = await scriptSteps(files.script);
  const refused = REFUSED.exec(row.logs)?.[1];
  const total = steps.statements.length;
  // The count of statements is written with the step behind a concurrent build; when that is refused, only the words know.
  const kept = Math.max(row.steps, Number(KEPT.exec(row.logs)?.[1] ?? 0));
  const nothing = { done: 0, total, begun: undefined, refused, unknown: false };
  // PostgreSQL's refusal has rolled the transaction back; a process that was killed has not said.
  if (row.logs.includes('Nothing of the script was')) return nothing;
  if (steps.oneTransaction && kept === 0 && !BEGUN.test(row.logs)) {
    return { ...nothing, unknown: steps.ownRecord && refused === undefined };
  }
  const begunAt = Number(BEGUN.exec(row.logs)?.[1] ?? 0);
  return {
    done: kept,
    total,
    begun: begunAt === kept + 1 ? steps.statements[kept]?.text : undefined,
    refused,
    unknown: steps.ownRecord || steps.controlsTransactions,
  };
}

/** Names and explains a migration that was begun and did not end. */
export async function explainFailed(client: Client, failed: FailedMigration): Promise<RecoverFinding> {
  const { row, files, edited } = failed;
  const takenBack = rollbackProgress(row);
  if (takenBack !== undefined) return explainHalfRolledBack(client, row.name, takenBack.done);
  const standing = await standingOf(failed);
  const { done, total, begun, refused, unknown } = standing;
  const builds = await concurrentBuilds(files.script);
  const leftovers = (await invalidIndexes(client)).map(indexName).filter((name) => builds.has(name));
  const happened = refused === undefined ? `It was begun at ${row.started} and interrupted.` : row.logs;
  const nothing = done === 0 && begun === undefined;
  const left =
    leftovers.length === 0 ? '' : ` The build of ${leftovers.join(', ')} left an index that is not valid.`;
  const finding = (rest: Pick<RecoverFinding, 'holds' | 'advice' | 'certain'>, action: Mend['action']) => {
    const mend = { action, migration: row.name } as Mend;
    const kind = nothing && !unknown ? ('failed' as const) : ('half-applied' as const);
    return { kind, subject: row.name, happened, mend, command: commandOf(mend), ...rest };
  };
  if (unknown) {
    return finding(
      {
        holds: `How much of its ${total} statements is applied is not known: it keeps its own transactions, or its record apart.`,
        advice: `Look into the database: --applied ${row.name} when all of it is there, --rolled-back ${row.name} when nothing is.`,
        certain: false,
      },
      'rolled-back',
    );
  }
  if (nothing) {
    return finding(
      {
        holds: `Nothing of it.${left}`,
        advice: `${refused === undefined ? '' : 'Correct its cause, then record'}${refused === undefined ? 'Record' : ''} it as rolled back, and deploy again.`,
        certain: true,
      },
      'rolled-back',
    );
  }
  const next =
    begun === undefined ? '' : ` The next one, ${statementKind(begun)}, was begun and may have ended.`;
  const certain = !edited && (begun === undefined || isRepeatable(begun));
  return finding(
    {
      holds: `${done} of its ${total} statements.${next}${left}`,
      advice: certain
        ? `${refused === undefined ? '' : 'Correct the rows that are its cause. '}What is left of it can be run: it is gone on with where it ended.`
        : `${edited ? 'The file was changed since. ' : ''}Going on runs statement ${done + 1} and those behind it. Do so when that is right; --applied ${row.name} records it as done, --rolled-back ${row.name} as taken back by hand.`,
      certain,
    },
    'continue',
  );
}

// To go on with the migration instead would record it as applied without what is already gone.
async function explainHalfRolledBack(client: Client, name: string, done: number): Promise<RecoverFinding> {
  const before = (await readHistory(client)).filter((row) => row.finished && row.name < name);
  return {
    kind: 'half-rolled-back',
    subject: name,
    happened: 'It was being taken back, and that was interrupted.',
    holds: `What is left when ${done} ${done === 1 ? 'statement' : 'statements'} of its rollback.sql have run, and perhaps the next.`,
    advice:
      'Take it back to the end: that goes on where it stopped. Then deploy it again, where it is wanted.',
    mend: undefined,
    certain: false,
    command: rollbackTo(
      before
        .map((row) => row.name)
        .toSorted()
        .at(-1),
    ),
  };
}

function isRepeatable(statement: string): boolean {
  return REPEATABLE.has(statementKind(statement)) || isBatchLoop(statement);
}
