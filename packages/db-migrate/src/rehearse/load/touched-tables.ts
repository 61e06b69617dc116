import type { Client } from 'pg';
import { quoteTable } from '../../observe/watcher.ts';

interface TableRow {
  readonly name: string;
  readonly schema: string;
  readonly table: string;
  /** Tables that a foreign key of it refers to: dropping it locks them. */
  readonly references: string[];
}

const TABLES = `
  SELECT n.nspname || '.' || c.relname AS name, n.nspname AS schema, c.relname AS table,
    ARRAY(SELECT DISTINCT fn.nspname || '.' || fc.relname FROM pg_constraint f JOIN pg_class fc ON fc.oid = f.confrelid
      JOIN pg_namespace fn ON fn.oid = fc.relnamespace WHERE f.conrelid = c.oid AND f.contype = 'f') AS references
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
    AND c.relname <> '_prisma_migrations' ORDER BY 1`;

/**
 * The tables, among those that are there, that a script may lock: those that it names, those of a schema that it drops, and
 * those that their foreign keys refer to. A script that names none but runs code of its own may lock any.
 *
 * @returns names as `schema.table`, in order
 */
export async function touchedTables(client: Client, script: string): Promise<string[]> {
  const { rows } = await client.query<TableRow>(TABLES);
  const words = new Set(script.match(/[\p{L}_][\p{L}\p{N}_$]*/gu) ?? []);
  const dropped = new Set(
    [...script.matchAll(/\bDROP\s+SCHEMA\s+(?:IF\s+EXISTS\s+)?"?([\w$]+)/gi)].map(([, name]) => name),
  );
  const named = rows.filter(
    ({ schema, table }) =>
      dropped.has(schema) || (words.has(table) && (schema === 'public' || words.has(schema))),
  );
  if (named.length === 0 && /\b(?:DO|EXECUTE|CALL)\b/i.test(script)) return rows.map(({ name }) => name);
  const touched = new Set(named.flatMap(({ name, references }) => [name, ...references]));
  return rows.flatMap(({ name }) => (touched.has(name) ? [name] : []));
}

/** SQL that holds what a program that writes to these tables holds. */
export function writersLock(tables: readonly string[]): string {
  return tables.map((table) => `LOCK TABLE ONLY ${quoteTable(table)} IN ROW EXCLUSIVE MODE`).join('; ');
}
