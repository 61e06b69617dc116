import { mayHoldRows, type Rule, shown } from './rule.ts';

export const indexBlocksWrites: Rule = {
  name: 'index-blocks-writes',
  severity: 'error',
  title: 'An index is built on a table in use without CONCURRENTLY',
  why: 'The whole table is read and sorted meanwhile.',
  lock: { mode: 'SHARE', blocks: 'writes', lasts: 'until the index is built: minutes for a large table' },
  safe: 'CREATE INDEX CONCURRENTLY, in a migration of its own ("orgdb migrate new --recipe concurrent-index").',
  example: {
    given: 'CREATE TABLE orders (id int PRIMARY KEY, customer text);',
    rows: "INSERT INTO orders SELECT n, 'c' || n FROM generate_series(1, 500) AS n;",
    bad: 'CREATE INDEX orders_customer_idx ON orders (customer);',
    good: ['CREATE INDEX CONCURRENTLY orders_customer_idx ON orders (customer);'],
  },
  onChange(step) {
    const { change } = step;
    if (change.kind !== 'create-index' || change.concurrent || !mayHoldRows(step, change.table))
      return undefined;
    return `The index ${change.name ?? `on (${change.columns.join(', ')})`} is built while nobody may write to ${shown(change.table)}.`;
  },
};
