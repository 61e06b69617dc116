import { isOld, type Rule, shown } from './rule.ts';

/** ROW EXCLUSIVE: what every write takes, so it blocks no other. */
const HARMLESS = 3;

export const lockTable: Rule = {
  name: 'lock-table',
  severity: 'warning',
  title: 'A table in use is locked by name',
  why: 'Whoever the lock excludes waits, and whoever comes after the waiting ones as well.',
  lock: { mode: 'ACCESS EXCLUSIVE', blocks: 'reads and writes', lasts: 'until the migration ends' },
  safe: 'Leave it out: each statement takes the lock that it needs. For a change of rows lock those rows (SELECT … FOR UPDATE).',
  example: {
    given: 'CREATE TABLE orders (id int PRIMARY KEY);',
    rows: 'INSERT INTO orders SELECT n FROM generate_series(1, 500) AS n;',
    bad: 'LOCK TABLE orders;',
    good: ['LOCK TABLE orders IN ROW EXCLUSIVE MODE;'],
  },
  onChange(step) {
    const { change } = step;
    if (change.kind !== 'lock-table' || change.mode <= HARMLESS || !isOld(step, change.table))
      return undefined;
    return `${shown(change.table)} is locked until the migration ends.`;
  },
};
