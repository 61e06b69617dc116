import type { Rule } from '../finding.ts';
import { count } from '../rows.ts';
import { MANY_ROWS, SMALL_TABLE_BYTES } from '../thresholds.ts';

const GROWN = 1.5;

/** Tables of which PostgreSQL knows nothing, or what was true long ago. */
export const statisticsMissing: Rule = (subject) => {
  const tables = new Map(
    subject.nodes.flatMap((node) => {
      const table = subject.tableOf(node);
      return table === undefined ? [] : [[table.name, { table, node }] as const];
    }),
  );
  return [...tables.values()].flatMap(({ table, node }) => {
    const never = table.rows < 0 && table.bytes >= SMALL_TABLE_BYTES;
    // The count alone may be that of a transaction before: sessions report with a delay.
    const old =
      table.rows >= 0 && table.grown >= GROWN && table.changedRows >= Math.max(MANY_ROWS, table.rows / 2);
    if (!never && !old) return [];
    return {
      rule: 'statistics-missing',
      nodes: [node.id],
      what: never
        ? `${table.name} was never analyzed.`
        : `${count(table.changedRows)} rows of ${table.name} have changed since it was analyzed, when it had ${count(table.rows)}.`,
      why: 'PostgreSQL plans by what it knows of the distribution of values, and guesses without.',
      advice: 'Analyze it: that takes seconds and blocks nobody. Autovacuum does it where it is on and may.',
      sql: `ANALYZE ${table.sql}`,
    };
  });
};
