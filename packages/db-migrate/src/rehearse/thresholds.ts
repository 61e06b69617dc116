import type { RehearsalProblem, RehearsedStatement, RehearsedStep } from './report.ts';

/** What a migration may do at most. */
export interface Thresholds {
  /** Milliseconds that a probe may wait. Default 1000. */
  readonly maxLock?: number;
  /** Milliseconds that a statement may take. No limit by default: an index that is built concurrently may take its time. */
  readonly maxStatement?: number;
  /** Rows that a table may have that is stored anew. Default 10,000. */
  readonly maxRewriteRows?: number;
}

export const DEFAULT_MAX_LOCK = 1000;
export const DEFAULT_MAX_REWRITE_ROWS = 10_000;

/** Which statements broke which threshold. The second time up is left out: it would say the same. */
export function brokenThresholds(
  steps: readonly RehearsedStep[],
  thresholds: Thresholds,
): RehearsalProblem[] {
  return steps
    .filter(({ direction }) => direction !== 'up again')
    .flatMap((step) =>
      step.statements.flatMap((statement) =>
        broken(statement, thresholds).map((problem) => ({
          ...problem,
          migration: step.migration,
          direction: step.direction,
          line: statement.line,
        })),
      ),
    );
}

function broken(
  { blocked, locks, duration, rewritten }: RehearsedStatement,
  {
    maxLock = DEFAULT_MAX_LOCK,
    maxStatement = Number.POSITIVE_INFINITY,
    maxRewriteRows = DEFAULT_MAX_REWRITE_ROWS,
  }: Thresholds,
): Pick<RehearsalProblem, 'kind' | 'message'>[] {
  const waits = blocked
    .filter(({ longest }) => longest > maxLock)
    .map(({ table, kind, longest }) => ({
      kind: 'max-lock-ms' as const,
      message: `${kind === 'read' ? 'Readers' : 'Writers'} of ${table} waited up to ${Math.round(longest)} ms (at most ${maxLock}) for its ${locks[table] ?? 'locks on rows'}.`,
    }));
  const rewrites = rewritten
    .filter(({ rows }) => rows > maxRewriteRows)
    .map(({ table, rows }) => ({
      kind: 'max-rewrite-rows' as const,
      message: `It stores ${table} with its ${rows} rows anew (at most ${maxRewriteRows}).`,
    }));
  const slow =
    duration > maxStatement
      ? [
          {
            kind: 'max-statement-ms' as const,
            message: `It took ${Math.round(duration)} ms (at most ${maxStatement}).`,
          },
        ]
      : [];
  return [...waits, ...rewrites, ...slow];
}
