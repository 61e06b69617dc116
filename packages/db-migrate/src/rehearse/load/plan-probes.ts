import type { Client } from 'pg';
import { quoteIdentifier, quoteLiteral } from '../../derive/quote.ts';
import { quoteTable } from '../../observe/watcher.ts';

/** What a program of the version before would send, over and over. */
export interface ProbePlan {
  readonly table: string;
  readonly kind: 'read' | 'write';
  /** Statements of one round. */
  readonly round: readonly string[];
  /** The tenant in whose name; undefined for a table without tenants or rows. */
  readonly tenant: string | undefined;
}

interface Facts {
  readonly key: string[];
  readonly columns: { name: string; type: string; read: boolean; change: boolean; insert: boolean }[];
}

const FACTS = `
  SELECT coalesce((SELECT array_agg(a.attname::text ORDER BY a.attnum) FROM pg_index i JOIN pg_attribute a
      ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey) WHERE i.indrelid = c.oid AND i.indisprimary), '{}') AS key,
    (SELECT json_agg(json_build_object('name', a.attname, 'type', format_type(a.atttypid, a.atttypmod),
       'read', has_column_privilege($2::name, c.oid, a.attnum, 'SELECT'),
       'change', a.attgenerated = '' AND a.attidentity <> 'a' AND has_column_privilege($2::name, c.oid, a.attnum, 'UPDATE'),
       'insert', a.attgenerated = '' AND a.attidentity <> 'a' AND has_column_privilege($2::name, c.oid, a.attnum, 'INSERT')) ORDER BY a.attnum)
     FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped) AS columns
  FROM pg_class c WHERE c.oid = $1::regclass`;

/**
 * Plans a reader and a writer for a table: a row by its key with all columns that the role may see, and in a transaction that is
 * rolled back the update of that row and the insertion of one like it.
 *
 * @param client a role that sees all rows
 * @param role the role that the probes work as
 */
export async function planProbes(client: Client, table: string, role: string): Promise<ProbePlan[]> {
  const target = quoteTable(table);
  const { rows } = await client.query<Facts>(FACTS, [target, role]);
  const { key = [], columns = [] } = rows[0] ?? {};
  const { rows: samples } =
    key.length === 0
      ? { rows: [] }
      : await client.query<Record<string, string | null>>(
          `SELECT ${columns.map(({ name }) => `${quoteIdentifier(name)}::text`).join(', ')} FROM ${target} LIMIT 1`,
        );
  const sample = samples[0];
  const literal = (name: string) => {
    const type = columns.find((column) => column.name === name)?.type ?? 'text';
    const value = sample?.[name];
    return value === null || value === undefined ? 'NULL' : `${quoteLiteral(value)}::${type}`;
  };
  const row =
    sample === undefined
      ? 'false'
      : key.map((name) => `${quoteIdentifier(name)} = ${literal(name)}`).join(' AND ');
  const tenant = sample?.tenant_id ?? undefined;
  const read = columns.filter((column) => column.read).map(({ name }) => quoteIdentifier(name));
  const changed = columns.find((column) => column.change && column.read && !key.includes(column.name));
  const plans: ProbePlan[] = [];
  if (read.length > 0) {
    const where = key.length > 0 ? `WHERE ${row}` : 'LIMIT 1';
    plans.push({ table, kind: 'read', tenant, round: [`SELECT ${read.join(', ')} FROM ${target} ${where}`] });
  }
  if (changed !== undefined) {
    const name = quoteIdentifier(changed.name);
    const update = `UPDATE ${target} SET ${name} = ${name} WHERE ${row}`;
    plans.push({ table, kind: 'write', tenant, round: ['BEGIN', update, 'ROLLBACK'] });
  } else if (sample !== undefined && columns.some((column) => column.insert)) {
    const given = columns.filter((column) => column.insert);
    const names = given.map(({ name }) => quoteIdentifier(name));
    // A row that is there already: the locks are those of a new one, and nothing is written.
    const insert = `INSERT INTO ${target} (${names.join(', ')}) VALUES (${given.map(({ name }) => literal(name)).join(', ')}) ON CONFLICT DO NOTHING`;
    plans.push({ table, kind: 'write', tenant, round: ['BEGIN', insert, 'ROLLBACK'] });
  }
  return plans;
}
