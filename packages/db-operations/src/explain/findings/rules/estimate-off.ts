import type { TableFacts } from '../../catalog/facts.ts';
import type { PlanNode } from '../../plan/plan-node.ts';
import type { Rule, Subject } from '../finding.ts';
import { leaks } from '../leakproof.ts';
import { count, isTableScan, mayEndEarly, tableWord } from '../rows.ts';
import { FACTOR, MANY_ROWS, SMALL_TABLE_BYTES } from '../thresholds.ts';

/** PostgreSQL expected something else, where it began to be wrong. */
export const estimateOff: Rule = (subject) =>
  subject.nodes.flatMap((node) => {
    if (!isOff(subject, node) || node.children.some((child) => isOff(subject, child))) return [];
    const { rows, loops } = node.actual ?? { rows: 0, loops: 1 };
    const found = rows / loops;
    const off = Math.max(found, 1) / Math.max(node.estimatedRows, 1);
    const table = subject.tableOf(node);
    return {
      rule: 'estimate-off',
      nodes: [node.id],
      what: `${node.type}${node.relation === undefined ? '' : ` of ${tableWord(node)}`}: ${count(node.estimatedRows)} rows expected, ${count(found)} came, ${count(Math.max(off, 1 / off))} times ${off > 1 ? 'more' : 'fewer'}.`,
      why: 'From here on the plan was chosen for another number of rows: the kind of join, the order and the memory may not fit.',
      ...adviceFor(subject, node, table),
    };
  });

function isOff(subject: Subject, node: PlanNode): boolean {
  const { actual, estimatedRows } = node;
  if (actual === undefined || actual.loops === 0) return false;
  if (!isTableScan(node) && !node.type.includes('Join') && !node.type.startsWith('Nested Loop')) return false;
  const found = actual.rows / actual.loops;
  const most = Math.max(actual.rows, estimatedRows * actual.loops);
  if (most < MANY_ROWS) return false;
  if ((subject.tableOf(node)?.bytes ?? SMALL_TABLE_BYTES) < SMALL_TABLE_BYTES) return false;
  if (found >= FACTOR * Math.max(estimatedRows, 1)) return true;
  return (
    estimatedRows >= FACTOR * Math.max(found, 1) &&
    !mayEndEarly(subject, node) &&
    node.relationship !== 'Inner'
  );
}

function adviceFor(
  subject: Subject,
  node: PlanNode,
  table: TableFacts | undefined,
): { advice: string; sql?: string } {
  if (table === undefined) {
    return {
      advice:
        'The columns that are joined belong together more, or less, than PostgreSQL can know: see whether each side alone is estimated well.',
    };
  }
  if (table.rows < 0 || table.changedRows >= Math.max(MANY_ROWS, table.rows / 5)) {
    return { advice: 'Its statistics are missing or old.', sql: `ANALYZE ${table.sql}` };
  }
  const guessed = table.policiesHold
    ? subject.conjunctsOf(node, 'Filter').flatMap((conjunct) => leaks(subject, table, conjunct))
    : [];
  if (guessed.length > 0) {
    return {
      advice: `Where policies hold, PostgreSQL compares no values of its statistics by operators that are not leakproof (${[...new Set(guessed)].join(', ')}): it guesses, and no ANALYZE helps. Where the plan suffers from it, narrow the rows by another condition as well.`,
    };
  }
  const used = [
    ...new Set(
      subject
        .conjunctsOf(node, 'Index Cond', 'Recheck Cond', 'Filter')
        .filter(({ kind }) => kind === 'equality' || kind === 'range')
        .flatMap(({ columns }) =>
          columns.filter(({ alias }) => alias === node.alias).map(({ column }) => column),
        ),
    ),
  ];
  const others = used.filter((column) => column !== 'tenant_id');
  const columns = others.length > 1 ? others : used;
  if (columns.length > 1) {
    return {
      advice: 'If these columns depend on each other, say so; then ANALYZE.',
      // Before PostgreSQL 16 they need a name.
      sql: `CREATE STATISTICS ${table.sql}_${columns.join('_')} ON ${columns.join(', ')} FROM ${table.sql}`,
    };
  }
  return {
    advice: `See how ${columns[0] ?? 'its column'} is distributed; rare values need a larger target of statistics. PostgreSQL guesses where the condition is an expression.`,
    ...(columns[0] === undefined
      ? {}
      : { sql: `ALTER TABLE ${table.sql} ALTER COLUMN ${columns[0]} SET STATISTICS 1000` }),
  };
}
