import type { MigrationFiles } from '../check/files/migration-files.ts';
import type { RehearsalProblem, RehearsedStep } from './report.ts';
import { brokenThresholds, type Thresholds } from './thresholds.ts';

/** `-- orgdb:irreversible anna: reason`, in rollback.sql: somebody has signed for what does not come back. */
const SIGNED = /^[ \t]*--[ \t]*orgdb:irreversible[ \t]+\S+:[ \t]+\S/m;
/** Differences that a message names. */
const NAMED = 5;

/** What is wrong with what was seen: failures, what does not come back, and thresholds. */
export function judge(
  steps: readonly RehearsedStep[],
  files: readonly MigrationFiles[],
  isWhole: boolean,
  thresholds: Thresholds,
): RehearsalProblem[] {
  const failed = steps.flatMap((step) => failureOf(step));
  const isDownMissing = !isWhole && failed.length === 0;
  const stuck = isDownMissing
    ? files.findLast(
        ({ name }) => !steps.some((step) => step.migration === name && step.direction === 'down'),
      )
    : undefined;
  const missing: RehearsalProblem[] =
    stuck === undefined
      ? []
      : [
          {
            kind: 'irreversible',
            migration: stuck.name,
            direction: 'down',
            message:
              stuck.rollback === undefined
                ? 'There is no rollback.sql beside migration.sql, so it cannot be taken back.'
                : 'rollback.sql does nothing, so it cannot be taken back.',
          },
        ];
  const signed = new Set(files.filter(({ rollback = '' }) => SIGNED.test(rollback)).map(({ name }) => name));
  return [
    ...failed,
    ...missing,
    ...steps.flatMap((step) => unequal(step, signed)),
    ...brokenThresholds(steps, thresholds),
  ];
}

function failureOf({ migration, direction, failure }: RehearsedStep): RehearsalProblem[] {
  if (failure === undefined) return [];
  const { line, message, code } = failure;
  return [
    {
      kind: direction === 'down' ? 'irreversible' : 'failed',
      migration,
      direction,
      line,
      message: `${direction === 'down' ? 'rollback.sql fails' : 'It fails'}: ${message}${code === '' ? '' : ` [${code}]`}.`,
    },
  ];
}

function unequal(
  { migration, direction, differences = [], rows = [] }: RehearsedStep,
  signed: ReadonlySet<string>,
): RehearsalProblem[] {
  const when = direction === 'down' ? 'After the way back' : 'After the second time up';
  const catalog = differences.map(({ kind, name, change }) => `${kind} ${name} is ${change}`);
  const lost = rows.map(({ table, column, before, after }) =>
    column === undefined
      ? `${table} has ${after} rows instead of ${before}`
      : `${table}.${column} has other values`,
  );
  const isAllowed = direction === 'down' && signed.has(migration);
  return [
    ...(catalog.length > 0
      ? [problem('unequal-catalog', `${when} the schema is another one than before: ${named(catalog)}.`)]
      : []),
    ...(lost.length > 0 && !isAllowed ? [problem('rows-lost', `${when} ${named(lost)}.`)] : []),
  ];

  function problem(kind: RehearsalProblem['kind'], message: string): RehearsalProblem {
    return { kind, migration, direction, message };
  }
}

function named(all: readonly string[]): string {
  const more = all.length > NAMED ? ` and ${all.length - NAMED} more` : '';
  return all.slice(0, NAMED).join(', ') + more;
}
