/**
 * What stands before each query. `ours`: the schemas that are neither PostgreSQL's nor an extension's. `relations`: what they
 * hold of pg_class, without what belongs to extensions and Prisma's history.
 */
export const OURS = `
  WITH members AS MATERIALIZED (SELECT classid, objid FROM pg_depend WHERE deptype = 'e'),
  ours AS MATERIALIZED (
    SELECT n.oid, quote_ident(n.nspname) AS name, n.nspowner AS owner, n.nspacl AS acl FROM pg_namespace n
    WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
      AND NOT EXISTS (SELECT FROM members m WHERE m.classid = 'pg_namespace'::regclass AND m.objid = n.oid)),
  relations AS MATERIALIZED (
    SELECT c.*, ours.name AS schema, format('%s.%I', ours.name, c.relname) AS name FROM pg_class c JOIN ours ON ours.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S') AND c.relname <> '_prisma_migrations'
      AND NOT EXISTS (SELECT FROM members m WHERE m.classid = 'pg_class'::regclass AND m.objid = c.oid))`;

/** Facts as an object of text; a null is no fact. */
export function facts(entries: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(entries).map(([name, sql]) => `'${name}', (${sql})::text`);
  return `jsonb_strip_nulls(jsonb_build_object(${pairs.join(', ')})) AS facts`;
}

/** `yes`, or no fact. */
export function flag(condition: string): string {
  return `CASE WHEN ${condition} THEN 'yes' END`;
}

/** `yes` or `no`, where either is worth a word. */
export function yesNo(condition: string): string {
  return `CASE WHEN ${condition} THEN 'yes' ELSE 'no' END`;
}

/** The name of a role, quoted where SQL would. */
export function roleName(oid: string): string {
  return `quote_ident(pg_get_userbyid(${oid})::text)`;
}

/** No object of an extension. */
export function noMember(catalog: string, oid: string): string {
  return `NOT EXISTS (SELECT FROM members m WHERE m.classid = '${catalog}'::regclass AND m.objid = ${oid})`;
}
