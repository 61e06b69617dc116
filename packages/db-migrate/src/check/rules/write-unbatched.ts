import { mayHoldRows, type Rule, shown } from './rule.ts';

export const writeUnbatched: Rule = {
  name: 'write-unbatched',
  severity: 'warning',
  title: 'All rows of a table in use are changed in one transaction',
  why: 'Every row stays locked until the migration ends, so writers of any of them wait; old versions of all rows stay on the disk, and replicas fall behind.',
  safe: 'In batches that commit ("orgdb migrate new --recipe backfill"), in a migration of its own.',
  example: {
    given: 'CREATE TABLE orders (id int PRIMARY KEY, note text);',
    rows: 'INSERT INTO orders SELECT n FROM generate_series(1, 500) AS n;',
    bad: "UPDATE orders SET note = 'none' WHERE note IS NULL;",
    good: ["UPDATE orders SET note = 'none' WHERE id IN (1, 2, 3);"],
  },
  onChange(step) {
    const { change } = step;
    if (change.kind !== 'write' || !change.whole || !mayHoldRows(step, change.table)) return undefined;
    // Which is about more than locks: another rule speaks of it.
    if (change.command === 'DELETE') return undefined;
    return `${change.command} may change every row of ${shown(change.table)} at once.`;
  },
};
