import { mayHoldRows, type Rule, type Step, shown } from './rule.ts';

export const notNullScans: Rule = {
  name: 'not-null-scans',
  severity: 'error',
  title: 'SET NOT NULL on a column of a table in use, without a check that was validated before',
  why: 'Every row is read meanwhile; and it fails when one of them is null.',
  lock: { mode: 'ACCESS EXCLUSIVE', blocks: 'reads and writes', lasts: 'until all rows are read' },
  safe: 'ADD CONSTRAINT … CHECK (column IS NOT NULL) NOT VALID, backfill, VALIDATE CONSTRAINT, and only then SET NOT NULL, which reads nothing ("orgdb migrate new --recipe not-null").',
  example: {
    given: 'CREATE TABLE orders (id int PRIMARY KEY, note text);',
    rows: "INSERT INTO orders SELECT n, 'x' FROM generate_series(1, 500) AS n;",
    bad: 'ALTER TABLE orders ALTER COLUMN note SET NOT NULL;',
    good: [
      'ALTER TABLE orders ADD CONSTRAINT orders_note_set CHECK (note IS NOT NULL) NOT VALID;',
      'ALTER TABLE orders VALIDATE CONSTRAINT orders_note_set;\nALTER TABLE orders ALTER COLUMN note SET NOT NULL;\nALTER TABLE orders DROP CONSTRAINT orders_note_set;',
    ],
  },
  onChange(step) {
    const { change, model } = step;
    if (change.kind !== 'set-not-null' || !mayHoldRows(step, change.table)) return undefined;
    const table = model.tables.get(change.table);
    const known = [...(table?.constraints.values() ?? [])].some(
      (one) => one.kind === 'check' && one.valid && one.notNull.includes(change.column),
    );
    if (known || table?.columns.get(change.column)?.notNull) return undefined;
    const message = `${shown(change.table)}.${change.column} becomes required, and all rows are read while nobody may use the table.`;
    return isBackfilled(step, change.table, change.column)
      ? message
      : `${message} Nothing in this migration fills the rows that are null.`;
  },
};

function isBackfilled({ migration }: Step, table: string, column: string): boolean {
  return migration.statements.some(({ changes }) =>
    changes.some((one) => one.kind === 'write' && one.table === table && one.columns.includes(column)),
  );
}
