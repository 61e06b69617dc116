import { indexedColumns } from '../model/model.ts';
import { type Rule, shown } from './rule.ts';

export const foreignKeyUnindexed: Rule = {
  name: 'foreign-key-unindexed',
  severity: 'warning',
  title: 'A foreign key without an index that leads with its columns',
  why: 'Each time a row of the other table is deleted, this whole table is read, under a lock on the row.',
  safe: 'An index that begins with the columns of the foreign key, built concurrently where the table has rows.',
  example: {
    given:
      'CREATE TABLE customers (id int PRIMARY KEY);\nCREATE TABLE orders (id int PRIMARY KEY, customer_id int);',
    rows: 'INSERT INTO customers SELECT n FROM generate_series(1, 50) AS n;\nINSERT INTO orders SELECT n, 1 + n % 49 FROM generate_series(1, 5000) AS n;\nANALYZE orders;',
    bad: 'ALTER TABLE orders ADD CONSTRAINT orders_customer_fkey FOREIGN KEY (customer_id) REFERENCES customers (id) NOT VALID;',
    good: [
      'CREATE INDEX CONCURRENTLY orders_customer_idx ON orders (customer_id);',
      'ALTER TABLE orders ADD CONSTRAINT orders_customer_fkey FOREIGN KEY (customer_id) REFERENCES customers (id) NOT VALID;',
    ],
  },
  together: (problems) => `${problems} foreign keys have no index that begins with their columns.`,
  // Looked at when all is read: the index may come in a later migration, built concurrently.
  onHistory({ migrations, model }) {
    return migrations.flatMap(({ name, statements }) =>
      statements.flatMap(({ changes }) =>
        changes.flatMap((change) => {
          if (change.kind !== 'add-foreign-key') return [];
          const constraints = [...(model.tables.get(change.table)?.constraints.values() ?? [])];
          const stays = constraints.some(
            (one) =>
              one.kind === 'foreign-key' &&
              one.addedIn === name &&
              String(one.columns) === String(change.columns),
          );
          if (!stays || indexedColumns(model, change.table).some((index) => leads(index, change.columns)))
            return [];
          return [
            {
              migration: name,
              at: change.at,
              by: change.by,
              what: `${shown(change.table)}(${change.columns.join(', ')})`,
              message: `No index of ${shown(change.table)} begins with (${change.columns.join(', ')}), which refers to ${shown(change.references)}.`,
            },
          ];
        }),
      ),
    );
  },
};

/** Whether an index begins with the columns, in whatever order. */
function leads(index: readonly string[], columns: readonly string[]): boolean {
  const first = index.slice(0, columns.length);
  return first.length === columns.length && columns.every((column) => first.includes(column));
}
