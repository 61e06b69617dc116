import type { Rule } from './rule.ts';
import { shown } from './rule.ts';

export const validatedAtOnce: Rule = {
  name: 'validated-at-once',
  severity: 'error',
  title: 'A NOT VALID constraint is validated in the migration that adds it',
  why: 'A migration is one transaction, so the lock that adding took is held while all rows are read: nothing is won.',
  lock: { mode: 'ACCESS EXCLUSIVE', blocks: 'reads and writes', lasts: 'until all rows are checked' },
  safe: 'VALIDATE CONSTRAINT in a migration of its own, after this one.',
  example: {
    given: 'CREATE TABLE orders (id int PRIMARY KEY, total int);',
    rows: 'INSERT INTO orders SELECT n, n FROM generate_series(1, 500) AS n;',
    bad: 'ALTER TABLE orders ADD CONSTRAINT orders_total CHECK (total >= 0) NOT VALID;\nALTER TABLE orders VALIDATE CONSTRAINT orders_total;',
    good: [
      'ALTER TABLE orders ADD CONSTRAINT orders_total CHECK (total >= 0) NOT VALID;',
      'ALTER TABLE orders VALIDATE CONSTRAINT orders_total;',
    ],
  },
  onChange({ change, model, migration }) {
    if (change.kind !== 'validate-constraint') return undefined;
    const table = model.tables.get(change.table);
    const constraint = table?.constraints.get(change.name);
    if (table?.createdIn === migration.name || constraint?.addedIn !== migration.name) return undefined;
    return `${change.name} is validated under the lock on ${shown(change.table)} that adding it took.`;
  },
};
