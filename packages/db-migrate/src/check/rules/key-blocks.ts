import { mayHoldRows, type Rule, shown } from './rule.ts';

export const keyBlocks: Rule = {
  name: 'key-blocks',
  severity: 'error',
  title: 'A primary, unique or exclusion constraint is added to a table in use, and its index built at once',
  why: 'The whole table is read and sorted meanwhile; and it fails when rows are in its way.',
  lock: { mode: 'ACCESS EXCLUSIVE', blocks: 'reads and writes', lasts: 'until the index is built' },
  safe: 'CREATE UNIQUE INDEX CONCURRENTLY in a migration of its own, then ADD CONSTRAINT … UNIQUE USING INDEX in the next.',
  example: {
    given: 'CREATE TABLE orders (id int PRIMARY KEY, number int);',
    rows: 'INSERT INTO orders SELECT n, n FROM generate_series(1, 500) AS n;',
    bad: 'ALTER TABLE orders ADD CONSTRAINT orders_number_key UNIQUE (number);',
    good: [
      'CREATE UNIQUE INDEX CONCURRENTLY orders_number_key ON orders (number);',
      'ALTER TABLE orders ADD CONSTRAINT orders_number_key UNIQUE USING INDEX orders_number_key;',
    ],
  },
  onChange(step) {
    const { change } = step;
    if (change.kind !== 'add-key' || change.usingIndex !== undefined || !mayHoldRows(step, change.table))
      return undefined;
    return `The ${change.of} constraint (${change.columns.join(', ')}) builds its index while nobody may use ${shown(change.table)}.`;
  },
};
