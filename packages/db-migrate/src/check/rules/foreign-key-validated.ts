import { mayHoldRows, type Rule, shown } from './rule.ts';

export const foreignKeyValidated: Rule = {
  name: 'foreign-key-validated',
  severity: 'error',
  title: 'A foreign key is added to a table in use and checked at once',
  why: 'Every row is looked up in the other table meanwhile, and both tables are locked.',
  lock: { mode: 'SHARE ROW EXCLUSIVE', blocks: 'writes', lasts: 'until all rows are checked' },
  safe: 'ADD … FOREIGN KEY … NOT VALID here, and VALIDATE CONSTRAINT in the next migration ("orgdb migrate new --recipe foreign-key").',
  example: {
    given:
      'CREATE TABLE customers (id int PRIMARY KEY);\nCREATE TABLE orders (id int PRIMARY KEY, customer_id int);\nCREATE INDEX ON orders (customer_id);',
    rows: 'INSERT INTO customers SELECT n FROM generate_series(1, 50) AS n;\nINSERT INTO orders SELECT n, 1 + n % 50 FROM generate_series(1, 500) AS n;',
    bad: 'ALTER TABLE orders ADD CONSTRAINT orders_customer_fkey FOREIGN KEY (customer_id) REFERENCES customers (id);',
    good: [
      'ALTER TABLE orders ADD CONSTRAINT orders_customer_fkey FOREIGN KEY (customer_id) REFERENCES customers (id) NOT VALID;',
      'ALTER TABLE orders VALIDATE CONSTRAINT orders_customer_fkey;',
    ],
  },
  onChange(step) {
    const { change } = step;
    if (change.kind !== 'add-foreign-key' || !change.scans || !mayHoldRows(step, change.table))
      return undefined;
    return `The foreign key (${change.columns.join(', ')}) is checked while nobody may write to ${shown(change.table)} and ${shown(change.references)}.`;
  },
};
