import { type Rule, shown } from './rule.ts';

export const tenantUnprotected: Rule = {
  name: 'tenant-unprotected',
  severity: 'error',
  title: "A tenant's table without row level security enabled and forced, or without a policy",
  why: 'Whoever may read the table reads the rows of all tenants.',
  safe: 'ENABLE and FORCE ROW LEVEL SECURITY and the policies in the migration that makes the table; "orgdb migrate new" derives them from the schema files.',
  example: {
    given: '',
    bad: 'CREATE TABLE notes (tenant_id int, id int, PRIMARY KEY (tenant_id, id));\nGRANT SELECT ON notes TO org_app;',
    good: [
      "CREATE TABLE notes (tenant_id int, id int, PRIMARY KEY (tenant_id, id));\nALTER TABLE notes ENABLE ROW LEVEL SECURITY;\nALTER TABLE notes FORCE ROW LEVEL SECURITY;\nCREATE POLICY tenant_isolation ON notes USING (tenant_id = nullif(current_setting('app.tenant', true), '')::int);\nGRANT SELECT ON notes TO org_app;",
    ],
  },
  onMigration({ migration, model, tenantColumn }) {
    const seen = new Set<string>();
    return migration.statements.flatMap(({ changes }) =>
      changes.flatMap((change) => {
        const makes = change.kind === 'add-column' && change.column.name === tenantColumn;
        const bares = change.kind === 'row-security' || change.kind === 'drop-policy';
        if (!makes && !bares) return [];
        const table = model.tables.get(change.table);
        if (table === undefined || seen.has(change.table) || !table.columns.has(tenantColumn)) return [];
        // A partition is reached through its parent, whose policies hold.
        if (table.partitionOf !== undefined) return [];
        seen.add(change.table);
        const missing = [
          ...(table.secured ? [] : ['row level security is not enabled']),
          ...(table.forced ? [] : ['it is not forced']),
          ...(table.policies.size > 0 ? [] : ['there is no policy']),
        ];
        if (missing.length === 0) return [];
        return [
          {
            at: change.at,
            by: change.by,
            message: `${shown(change.table)} has ${tenantColumn}, but ${missing.join(', ')}.`,
          },
        ];
      }),
    );
  },
};
