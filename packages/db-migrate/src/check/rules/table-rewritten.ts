import { mayHoldRows, type Rule, shown } from './rule.ts';

export const tableRewritten: Rule = {
  name: 'table-rewritten',
  severity: 'error',
  title: 'A command that writes a whole table or all its indexes anew',
  why: 'It takes as long as copying the table, and the disk space of a second one.',
  lock: { mode: 'ACCESS EXCLUSIVE', blocks: 'reads and writes', lasts: 'until the table is written' },
  safe: 'Look after tables outside of migrations (VACUUM, REINDEX CONCURRENTLY, pg_repack); decide on UNLOGGED when the table is made.',
  example: {
    given: 'CREATE TABLE orders (id int PRIMARY KEY);',
    rows: 'INSERT INTO orders SELECT n FROM generate_series(1, 500) AS n;',
    bad: 'ALTER TABLE orders SET UNLOGGED;',
    good: ['REINDEX TABLE CONCURRENTLY orders;'],
  },
  onChange(step) {
    const { change } = step;
    if (change.kind !== 'rewrite-table' || !mayHoldRows(step, change.table)) return undefined;
    return `${change.command} writes ${shown(change.table)} anew while nobody may use it.`;
  },
};
