import { mayHoldRows, type Rule, shown } from './rule.ts';

export const checkValidated: Rule = {
  name: 'check-validated',
  severity: 'error',
  title: 'A check is added to a table in use and tried on all rows at once',
  why: 'Every row is read meanwhile.',
  lock: { mode: 'ACCESS EXCLUSIVE', blocks: 'reads and writes', lasts: 'until all rows are checked' },
  safe: 'ADD CONSTRAINT … CHECK (…) NOT VALID here, and VALIDATE CONSTRAINT in the next migration.',
  example: {
    given: 'CREATE TABLE orders (id int PRIMARY KEY, total int);',
    rows: 'INSERT INTO orders SELECT n, n FROM generate_series(1, 500) AS n;',
    bad: 'ALTER TABLE orders ADD CONSTRAINT orders_total CHECK (total >= 0);',
    good: [
      'ALTER TABLE orders ADD CONSTRAINT orders_total CHECK (total >= 0) NOT VALID;',
      'ALTER TABLE orders VALIDATE CONSTRAINT orders_total;',
    ],
  },
  onChange(step) {
    const { change } = step;
    if (change.kind !== 'add-check' || !change.valid || !mayHoldRows(step, change.table)) return undefined;
    return `The check ${change.name ?? ''} is tried while nobody may use ${shown(change.table)}.`.replace(
      '  ',
      ' ',
    );
  },
};
