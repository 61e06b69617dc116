import { isOld, type Rule, shown } from './rule.ts';

export const columnRequired: Rule = {
  name: 'column-required',
  severity: 'error',
  title: 'A required column without a default is added to a table in use',
  why: 'It fails as soon as there is a row; and programs of the last version, which do not know the column, can no longer insert.',
  safe: 'Give it a constant default; or add it nullable, backfill it, and make it required with "orgdb migrate new --recipe not-null".',
  example: {
    given: 'CREATE TABLE orders (id int PRIMARY KEY);',
    rows: 'INSERT INTO orders SELECT n FROM generate_series(1, 500) AS n;',
    bad: 'ALTER TABLE orders ADD COLUMN note text NOT NULL;',
    good: ["ALTER TABLE orders ADD COLUMN note text NOT NULL DEFAULT '';"],
  },
  onChange(step) {
    const { change } = step;
    if (change.kind !== 'add-column' || !isOld(step, change.table)) return undefined;
    const { name, notNull, hasDefault, computed } = change.column;
    if (!notNull || hasDefault || computed) return undefined;
    return `${shown(change.table)}.${name} is required and has no default: the rows that are there have no value for it.`;
  },
};
