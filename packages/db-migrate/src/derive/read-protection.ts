import type { Client } from 'pg';
import type { Table } from '../schema/read-tables.ts';
import { quoteIdentifier } from './quote.ts';

/** One part of a table's protection: a policy, a right, a trigger, a check, or that row level security holds. */
export interface ProtectionPart {
  readonly create: string;
  readonly drop: string;
  /** All rows are read when it is made. */
  readonly isCheck: boolean;
}

/** The parts by `schema.table`, then by name. */
export type Protection = ReadonlyMap<string, ReadonlyMap<string, ProtectionPart>>;

/** The policies that annotations ask for; others are somebody's own. */
const POLICIES = [
  'owner_access',
  'admin_access',
  'tenant_isolation',
  'shared_rows',
  'portal_scope',
  'portal_insert',
  'portal_update',
  'portal_delete',
];

// Each part is made into the statements that make and take it by PostgreSQL itself, which knows how to quote.
const PARTS = `
WITH tables AS (
  SELECT n.nspname || '.' || c.relname AS key, format('%I.%I', n.nspname, c.relname) AS name,
    c.oid, c.relacl, c.relrowsecurity, c.relforcerowsecurity
  FROM unnest($1::text[]) AS wanted(name)
  JOIN pg_class c ON c.oid = to_regclass(wanted.name) JOIN pg_namespace n ON n.oid = c.relnamespace
)
SELECT key, 'row level security' AS part, 1 AS place,
  format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY;', name) || format(E'\\nALTER TABLE %s FORCE ROW LEVEL SECURITY;', name) AS create,
  format(E'ALTER TABLE %s NO FORCE ROW LEVEL SECURITY;\\nALTER TABLE %s DISABLE ROW LEVEL SECURITY;', name, name) AS drop
FROM tables WHERE relrowsecurity AND relforcerowsecurity
UNION ALL
SELECT key, 'policy ' || polname, 2,
  format('CREATE POLICY %I ON %s%s%s TO %s%s%s;', polname, name,
    CASE WHEN polpermissive THEN '' ELSE ' AS RESTRICTIVE' END,
    ' FOR ' || CASE polcmd WHEN 'r' THEN 'SELECT' WHEN 'a' THEN 'INSERT' WHEN 'w' THEN 'UPDATE' WHEN 'd' THEN 'DELETE' ELSE 'ALL' END,
    (SELECT string_agg(CASE WHEN role = 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(role)) END, ', ' ORDER BY role) FROM unnest(polroles) AS role),
    ' USING (' || pg_get_expr(polqual, polrelid) || ')', ' WITH CHECK (' || pg_get_expr(polwithcheck, polrelid) || ')'),
  format('DROP POLICY %I ON %s;', polname, name)
FROM tables JOIN pg_policy ON polrelid = tables.oid WHERE polname = ANY ($2)
UNION ALL
SELECT key, 'rights of ' || role, 3,
  format('GRANT %s ON %s TO %I;', string_agg(privilege_type, ', ' ORDER BY privilege_type), name, role),
  format('REVOKE ALL ON %s FROM %I;', name, role)
FROM (
  SELECT key, name, pg_get_userbyid(grantee)::text AS role, privilege_type FROM tables, aclexplode(relacl)
) AS rights WHERE role IN ('org_app', 'org_admin') GROUP BY key, name, role
UNION ALL
SELECT key, 'trigger ' || tgname, 4, pg_get_triggerdef(t.oid) || ';', format('DROP TRIGGER %I ON %s;', tgname, name)
FROM tables JOIN pg_trigger t ON tgrelid = tables.oid
WHERE NOT tgisinternal AND tgname = 'audit' AND tgfoid = to_regproc('core.write_audit')
UNION ALL
SELECT key, 'check ' || conname, 5,
  format('ALTER TABLE %s ADD CONSTRAINT %I %s;', name, conname, regexp_replace(pg_get_constraintdef(k.oid), ' NOT VALID$', '')),
  format('ALTER TABLE %s DROP CONSTRAINT %I;', name, conname)
FROM tables JOIN pg_constraint k ON conrelid = tables.oid
WHERE contype = 'c' AND conname LIKE '%\\_encrypted'
ORDER BY key, place, part`;

interface Row {
  readonly key: string;
  readonly part: string;
  readonly create: string;
  readonly drop: string;
}

/** How tables that are in the database are protected, as far as annotations decide on it. */
export async function readProtection(client: Client, tables: readonly Table[]): Promise<Protection> {
  const names = tables.map(({ schema, name }) => `${quoteIdentifier(schema)}.${quoteIdentifier(name)}`);
  const { rows } = await client.query<Row>(PARTS, [names, POLICIES]);
  const result = new Map(
    tables.map((table) => [`${table.schema}.${table.name}`, new Map<string, ProtectionPart>()]),
  );
  for (const { key, part, create, drop } of rows) {
    result.get(key)?.set(part, { create, drop, isCheck: part.startsWith('check ') });
  }
  return result;
}
