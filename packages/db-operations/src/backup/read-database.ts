import type { Client } from 'pg';
import { OperationsError } from '../errors.ts';
import type { BackupOrigin, TableSum } from './records.ts';

/** So that a row's text does not depend on who asks. */
export const SPELLING = `SET search_path = ''; SET TimeZone = 'UTC'; SET DateStyle = 'ISO, YMD'; SET IntervalStyle = 'postgres';
  SET extra_float_digits = 1; SET bytea_output = 'hex'; SET xmloption = content`;

/** A table with rows of its own, partitions among them. */
export interface DataTable {
  readonly schema: string;
  readonly table: string;
  /** Both, as SQL names them. */
  readonly name: string;
  /** In parentheses, without generated ones. */
  readonly columns: string;
}

const TABLES = `
  SELECT n.nspname AS schema, c.relname AS table, format('%I.%I', n.nspname, c.relname) AS name,
    (SELECT coalesce('(' || string_agg(format('%I', a.attname), ', ' ORDER BY a.attnum) || ')', '') FROM pg_attribute a
     WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '') AS columns,
    has_table_privilege(c.oid, 'SELECT') AND has_schema_privilege(n.oid, 'USAGE') AS readable,
    row_security_active(c.oid) AND (
      NOT EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid AND p.polpermissive AND p.polcmd IN ('*', 'r')
        AND pg_get_expr(p.polqual, p.polrelid) = 'true' AND EXISTS (SELECT FROM unnest(p.polroles) r (id)
          WHERE CASE WHEN r.id = 0 THEN true ELSE pg_has_role(r.id, 'USAGE') END))
      OR EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid AND NOT p.polpermissive AND p.polcmd IN ('*', 'r')
        AND EXISTS (SELECT FROM unnest(p.polroles) r (id)
          WHERE CASE WHEN r.id = 0 THEN true ELSE pg_has_role(r.id, 'USAGE') END))) AS filtered
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind = 'r' AND c.relpersistence <> 't' AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
    AND n.nspname <> ALL ($1)
    AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
  ORDER BY n.nspname, c.relname`;

/**
 * The tables whose rows belong into a backup. A role that policies keep from some of their rows would write a backup that lacks
 * them, and nobody would notice: it is refused.
 *
 * @throws OperationsError ROWS_HIDDEN, BACKUP_FORBIDDEN, BACKUP_UNSUPPORTED
 */
export async function readDataTables(client: Client, without: readonly string[]): Promise<DataTable[]> {
  const { rows: objects } = await client.query('SELECT FROM pg_largeobject_metadata LIMIT 1');
  if (objects.length > 0) {
    throw new OperationsError(
      'BACKUP_UNSUPPORTED',
      'The database holds large objects, which this backup does not carry. Use an installed pg_dump.',
    );
  }
  const { rows } = await client.query<DataTable & { readable: boolean; filtered: boolean }>(TABLES, [
    without,
  ]);
  const unreadable = rows.filter(({ readable }) => !readable).map(({ name }) => name);
  if (unreadable.length > 0) {
    throw new OperationsError(
      'BACKUP_FORBIDDEN',
      `The role may not read ${few(unreadable)}. Set DIRECT_URL to a role that may, or leave a schema out by --without-schema.`,
    );
  }
  const filtered = rows.filter((row) => row.filtered).map(({ name }) => name);
  if (filtered.length > 0) {
    throw new OperationsError(
      'ROWS_HIDDEN',
      `Row level security may hide rows of ${few(filtered)} from this role: the backup would lack them. Use org_owner or a superuser.`,
    );
  }
  return rows.map(({ schema, table, name, columns }) => ({ schema, table, name, columns }));
}

/** Counts and sums up the rows of a table. `SPELLING` has to be set. */
export async function sumTable(client: Client, table: string): Promise<TableSum> {
  const { rows } = await client.query<{ rows: string; checksum: string }>(
    `SELECT count(*)::text AS rows, coalesce(sum(hashtextextended(t::text, 0)::numeric), 0)::text AS checksum FROM ONLY ${table} AS t`,
  );
  return { table, rows: rows[0]?.rows ?? '', checksum: rows[0]?.checksum ?? '' };
}

/** Where each sequence stands, as statements. */
export async function readSequences(client: Client, without: readonly string[]): Promise<string[]> {
  const { rows } = await client.query<{ query: string }>(
    `SELECT format('SELECT format(%L, last_value, is_called) AS statement FROM %I.%I',
       format('SELECT pg_catalog.setval(%L, %%s, %%L)', format('%I.%I', n.nspname, c.relname)), n.nspname, c.relname) AS query
     FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE c.relkind = 'S' AND c.relpersistence <> 't' AND n.nspname <> ALL ($1)
       AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
     ORDER BY 1`,
    [without],
  );
  const statements: string[] = [];
  for (const { query } of rows) {
    const found = await client.query<{ statement: string }>(query);
    statements.push(...found.rows.map(({ statement }) => statement));
  }
  return statements;
}

/** @param without schemas that are left out */
export async function readOrigin(client: Client, without: readonly string[]): Promise<BackupOrigin> {
  const { rows } = await client.query<Omit<BackupOrigin, 'createdAt'> & { history: string | null }>(
    `SELECT current_setting('server_version') AS "serverVersion", current_database() AS database, pg_get_userbyid(d.datdba) AS owner,
       to_regclass('public._prisma_migrations')::text AS history,
       ARRAY(SELECT DISTINCT r.rolname::text FROM pg_shdepend s JOIN pg_roles r ON r.oid = s.refobjid
         WHERE s.dbid = d.oid AND s.refclassid = 'pg_authid'::regclass AND r.rolname !~ '^pg_' ORDER BY 1) AS roles,
       ARRAY(SELECT unnest(s.setconfig) FROM pg_db_role_setting s WHERE s.setdatabase = d.oid AND s.setrole = 0) AS settings
     FROM pg_database d WHERE d.datname = current_database()`,
  );
  const [found] = rows;
  if (found === undefined) throw new Error('the connection has no database');
  const { history, ...origin } = found;
  const { rows: last } =
    history === null
      ? { rows: [] }
      : await client.query<{ name: string }>(
          `SELECT migration_name AS name FROM public._prisma_migrations
           WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL ORDER BY migration_name DESC LIMIT 1`,
        );
  return {
    createdAt: new Date().toISOString(),
    ...origin,
    ...(last[0] ? { lastMigration: last[0].name } : {}),
    without,
  };
}

function few(names: readonly string[]): string {
  const shown = names.slice(0, 3).join(', ');
  return names.length > 3 ? `${shown} and ${names.length - 3} more` : shown;
}
