// Each takes the schemas as $1 and answers one row an object. `oid` is a number, `of` the table that the object belongs to.
// Partitions are left out: they come and go by the month, and repeat their table.
const TABLE = `c.relnamespace::regnamespace::text = ANY ($1) AND c.relkind IN ('r', 'p') AND NOT c.relispartition`;
const names = (table: string, numbers: string) =>
  `(SELECT coalesce(array_agg(a.attname::text ORDER BY k.place), '{}') FROM unnest(${numbers}) WITH ORDINALITY AS k (number, place)
    JOIN pg_attribute a ON a.attrelid = ${table} AND a.attnum = k.number)`;

export const TABLES = `
  SELECT c.oid::int, c.relnamespace::regnamespace::text AS schema, c.relname AS name, pg_get_partkeydef(c.oid) AS "partitionedBy"
  FROM pg_class c WHERE ${TABLE} ORDER BY schema, name`;

export const COLUMNS = `
  SELECT c.oid::int AS of, a.attname AS name, format_type(a.atttypid, a.atttypmod) AS type, NOT a.attnotnull AS nullable,
         pg_get_expr(d.adbin, d.adrelid) AS default, a.attgenerated <> '' OR a.attidentity <> '' AS generated
  FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
  LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
  WHERE ${TABLE} ORDER BY c.oid, a.attnum`;

// Of an exclusion the condition is part of its definition; of others the index has it.
export const CONSTRAINTS = `
  SELECT c.oid::int AS of, con.conname AS name, con.contype AS type, pg_get_constraintdef(con.oid) AS sql,
         ${names('con.conrelid', 'con.conkey')} AS columns,
         CASE WHEN con.confrelid <> 0 THEN con.confrelid::regclass::text END AS target,
         ${names('con.confrelid', 'con.confkey')} AS "targetColumns",
         CASE con.confdeltype WHEN 'a' THEN 'no action' WHEN 'r' THEN 'restrict' WHEN 'c' THEN 'cascade'
           WHEN 'n' THEN 'set null' WHEN 'd' THEN 'set default' ELSE '' END AS "onDelete"
  FROM pg_constraint con JOIN pg_class c ON c.oid = con.conrelid
  WHERE ${TABLE} AND con.contype IN ('p', 'u', 'f', 'c', 'x') ORDER BY c.oid, con.conname`;

export const INDEXES = `
  SELECT c.oid::int AS of, i.relname AS name, x.indisunique AS unique, m.amname AS method, pg_get_expr(x.indpred, x.indrelid) AS where,
         (SELECT array_agg(pg_get_indexdef(i.oid, n, false) || CASE WHEN x.indoption[n - 1] & 1 = 1 THEN ' DESC' ELSE '' END ORDER BY n)
          FROM generate_series(1, x.indnkeyatts) n) AS columns,
         (SELECT coalesce(array_agg(pg_get_indexdef(i.oid, n, false) ORDER BY n), '{}')
          FROM generate_series(x.indnkeyatts + 1, x.indnatts) n) AS includes
  FROM pg_index x JOIN pg_class c ON c.oid = x.indrelid JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_am m ON m.oid = i.relam
  WHERE ${TABLE} AND NOT x.indisprimary AND NOT x.indisexclusion ORDER BY c.oid, i.relname`;

export const POLICIES = `
  SELECT c.oid::int AS of, p.polname AS name, p.polpermissive AS permissive,
         CASE WHEN p.polroles = '{0}' THEN '{PUBLIC}'
           ELSE (SELECT array_agg(rolname::text ORDER BY rolname) FROM pg_roles WHERE oid = ANY (p.polroles)) END AS roles,
         CASE p.polcmd WHEN 'r' THEN 'SELECT' WHEN 'a' THEN 'INSERT' WHEN 'w' THEN 'UPDATE' WHEN 'd' THEN 'DELETE' ELSE 'ALL' END AS command,
         pg_get_expr(p.polqual, p.polrelid) AS using, pg_get_expr(p.polwithcheck, p.polrelid) AS check
  FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid WHERE ${TABLE} ORDER BY c.oid, NOT p.polpermissive, p.polname`;

export const TRIGGERS = `
  SELECT c.oid::int AS of, t.tgname AS name, pg_get_triggerdef(t.oid) AS sql
  FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid WHERE ${TABLE} AND NOT t.tgisinternal ORDER BY c.oid, t.tgname`;

// MAINTAIN is new in PostgreSQL 17 and only ever the owner's.
export const GRANTS = `
  SELECT c.oid::int AS of, coalesce(r.rolname, 'PUBLIC') AS role, array_agg(acl.privilege_type ORDER BY
           array_position('{SELECT,INSERT,UPDATE,DELETE}'::text[], acl.privilege_type), acl.privilege_type) AS rights
  FROM pg_class c CROSS JOIN aclexplode(c.relacl) acl LEFT JOIN pg_roles r ON r.oid = acl.grantee
  WHERE ${TABLE} AND acl.grantee <> c.relowner GROUP BY c.oid, r.rolname ORDER BY c.oid, r.rolname`;

export const COLUMN_GRANTS = `
  SELECT c.oid::int AS of, coalesce(r.rolname, 'PUBLIC') AS role,
         acl.privilege_type || ' (' || string_agg(a.attname, ', ' ORDER BY a.attnum) || ')' AS right
  FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid CROSS JOIN aclexplode(a.attacl) acl LEFT JOIN pg_roles r ON r.oid = acl.grantee
  WHERE ${TABLE} GROUP BY c.oid, r.rolname, acl.privilege_type ORDER BY c.oid, r.rolname, acl.privilege_type`;

export const ENUMS = `
  SELECT t.typnamespace::regnamespace::text AS schema, t.typname AS name,
         (SELECT array_agg(enumlabel::text ORDER BY enumsortorder) FROM pg_enum WHERE enumtypid = t.oid) AS values
  FROM pg_type t WHERE t.typtype = 'e' AND t.typnamespace::regnamespace::text = ANY ($1) ORDER BY schema, name`;

// What belongs to an extension is documented there.
export const FUNCTIONS = `
  SELECT p.pronamespace::regnamespace::text AS schema, p.proname || '(' || pg_get_function_identity_arguments(p.oid) || ')' AS signature,
         pg_get_function_result(p.oid) AS returns, p.prosecdef AS definer,
         (SELECT coalesce(array_agg(coalesce(r.rolname::text, 'PUBLIC') ORDER BY r.rolname), '{}')
          FROM aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) acl LEFT JOIN pg_roles r ON r.oid = acl.grantee
          WHERE acl.grantee <> p.proowner) AS callers
  FROM pg_proc p WHERE p.pronamespace::regnamespace::text = ANY ($1)
    AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e')
  ORDER BY schema, signature`;
