import type { QueryPlan } from './query-plan.ts';

/** From where on a statement does too much work. */
export interface PlanBounds {
  /** Tables that no statement may read as a whole, by their names without the schema; partitions by their own names. */
  readonly largeTables: ReadonlySet<string>;
  /** Rows of such a table that a node may read, those that it drops included. */
  readonly read: number;
  /** Rows that may be sorted. */
  readonly sorted: number;
}

/**
 * What is wrong with how PostgreSQL runs a statement: a large table read as a whole, many rows read of it, many rows sorted. Empty
 * when an index serves the statement. With the plan of `EXPLAIN (ANALYZE, FORMAT JSON)` it counts the rows that there were, else
 * those that PostgreSQL expects, which does not tell of rows that a filter drops.
 */
export function findPlanProblems(plan: QueryPlan, bounds: PlanBounds): string[] {
  const children = plan.Plans ?? [];
  const below = children.flatMap((child) => findPlanProblems(child, bounds));
  const node = plan['Node Type'];
  const relation = plan['Relation Name'];
  if (typeof relation === 'string' && bounds.largeTables.has(relation)) {
    const rows = rowsOf(plan) + droppedBy(plan);
    // A partition that the plan names but has nothing to read of is none.
    if (node === 'Seq Scan' && rows > 0) return [...below, `reads all of ${relation}`];
    if (rows > bounds.read) return [...below, `reads ${rows} rows of ${relation} (${node})`];
  }
  const input = children.reduce((sum, child) => sum + rowsOf(child), 0);
  if (node === 'Sort' && input > bounds.sorted) return [...below, `sorts ${input} rows`];
  return below;
}

function rowsOf(plan: QueryPlan): number {
  const rows = plan['Actual Rows'];
  return typeof rows === 'number' ? Math.round(rows * loopsOf(plan)) : plan['Plan Rows'];
}

function droppedBy(plan: QueryPlan): number {
  const counts = [plan['Rows Removed by Filter'], plan['Rows Removed by Index Recheck']];
  const rows = counts.reduce<number>((sum, count) => sum + (typeof count === 'number' ? count : 0), 0);
  return Math.round(rows * loopsOf(plan));
}

function loopsOf(plan: QueryPlan): number {
  const loops = plan['Actual Loops'];
  return typeof loops === 'number' ? loops : 1;
}
