import { type Rule, shown } from './rule.ts';

export const tenantMissingInKey: Rule = {
  name: 'tenant-missing-in-key',
  severity: 'error',
  title: "A primary or unique key of a tenant's table that leaves the tenant out",
  why: 'One tenant cannot use a value that another has; and by trying it learns that the other has it, past every policy.',
  safe: 'Begin the key with tenant_id.',
  example: {
    given: 'CREATE TABLE notes (tenant_id int, id int, slug text, PRIMARY KEY (tenant_id, id));',
    rows: "INSERT INTO notes VALUES (1, 1, 'a');",
    bad: 'CREATE UNIQUE INDEX CONCURRENTLY notes_slug_key ON notes (slug);',
    good: ['CREATE UNIQUE INDEX CONCURRENTLY notes_slug_key ON notes (tenant_id, slug);'],
  },
  onMigration({ migration, model, tenantColumn }) {
    return migration.statements.flatMap(({ changes }) =>
      changes.flatMap((change) => {
        const isKey =
          (change.kind === 'add-key' && change.of !== 'exclusion' && change.usingIndex === undefined) ||
          (change.kind === 'create-index' && change.unique);
        if (!isKey || change.columns.includes(tenantColumn)) return [];
        const table = model.tables.get(change.table);
        const tenant = table?.columns.get(tenantColumn);
        if (tenant === undefined || table?.partitionOf !== undefined) return [];
        // Where rows without a tenant are shared, the column may be null, which no part of a primary key may be.
        if (change.kind === 'add-key' && change.of === 'primary' && !tenant.notNull) return [];
        const columns = change.columns.map((column) => column || 'an expression').join(', ');
        return [
          {
            at: change.at,
            by: change.by,
            message: `The key (${columns}) of ${shown(change.table)} spans all tenants.`,
          },
        ];
      }),
    );
  },
};
