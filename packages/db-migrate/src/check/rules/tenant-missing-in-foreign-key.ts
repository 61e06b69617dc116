import { type Rule, shown } from './rule.ts';

export const tenantMissingInForeignKey: Rule = {
  name: 'tenant-missing-in-foreign-key',
  severity: 'error',
  title: "A foreign key between two tenants' tables that leaves the tenant out",
  why: 'Foreign keys look past row level security: a row of one tenant can refer to a row of another.',
  safe: 'FOREIGN KEY (tenant_id, x_id) REFERENCES x (tenant_id, id).',
  example: {
    given:
      'CREATE TABLE customers (tenant_id int, id int UNIQUE, PRIMARY KEY (tenant_id, id));\nCREATE TABLE orders (tenant_id int, id int, customer_id int, PRIMARY KEY (tenant_id, id));\nCREATE INDEX ON orders (customer_id);\nCREATE INDEX ON orders (tenant_id, customer_id);',
    rows: 'INSERT INTO customers VALUES (1, 1), (2, 2);',
    bad: 'ALTER TABLE orders ADD CONSTRAINT orders_customer_fkey FOREIGN KEY (customer_id) REFERENCES customers (id) NOT VALID;',
    good: [
      'ALTER TABLE orders ADD CONSTRAINT orders_customer_fkey FOREIGN KEY (tenant_id, customer_id) REFERENCES customers (tenant_id, id) NOT VALID;',
    ],
  },
  onMigration({ migration, model, tenantColumn }) {
    const isTenants = (table: string) => model.tables.get(table)?.columns.has(tenantColumn) === true;
    return migration.statements.flatMap(({ changes }) =>
      changes.flatMap((change) => {
        if (change.kind !== 'add-foreign-key' || !isTenants(change.table) || !isTenants(change.references))
          return [];
        const position = change.columns.indexOf(tenantColumn);
        // Without a list, the primary key is meant, which another rule keeps the tenant in.
        const there = change.referencedColumns[position] ?? tenantColumn;
        if (position >= 0 && there === tenantColumn) return [];
        return [
          {
            at: change.at,
            by: change.by,
            message: `The foreign key (${change.columns.join(', ')}) of ${shown(change.table)} to ${shown(change.references)} does not compare ${tenantColumn}.`,
          },
        ];
      }),
    );
  },
};
