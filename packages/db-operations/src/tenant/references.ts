import type { Client } from 'pg';
import { OperationsError } from '../errors.ts';
import type { Manifest, Reference } from './archive.ts';
import type { ForeignKey, TenantTable } from './catalog.ts';
import { identifier } from './session.ts';

/** Foreign keys to tables that belong to no tenant. */
export function globalKeys(
  table: TenantTable,
  tables: readonly TenantTable[],
): (ForeignKey & { readonly sql: string })[] {
  const known = new Set(tables.map(({ name }) => name));
  return table.foreignKeys
    .filter(({ target }) => !known.has(target))
    .map((key) => ({ ...key, sql: key.target.split('.').map(identifier).join('.') }));
}

/** The rows of tables without tenant that a tenant's rows refer to, by what they are called in every database. */
export async function readReferences(
  client: Client,
  tables: readonly TenantTable[],
  tenantId: string,
): Promise<Reference[]> {
  const found = new Map<string, Reference>();
  for (const table of tables) {
    for (const key of globalKeys(table, tables)) {
      const natural = await naturalKey(client, key);
      const own = key.targetColumns.map((name) => `g.${identifier(name)}`);
      const pairs = key.columns.map((name, at) => `t.${identifier(name)} = ${own[at]}`).join(' AND ');
      const { rows } = await client.query<Reference['rows'][number]>(
        `SELECT DISTINCT ARRAY[${texts(own)}] AS key, ARRAY[${texts(natural.map((name) => `g.${identifier(name)}`))}] AS natural
         FROM ${table.sql} AS t JOIN ${key.sql} AS g ON ${pairs} WHERE t.${identifier(table.tenantColumn)} = $1 ORDER BY 1`,
        [tenantId],
      );
      const id = JSON.stringify([key.target, key.targetColumns]);
      const before = found.get(id)?.rows ?? [];
      const others = rows.filter((row) => !before.some((one) => one.key.join('\t') === row.key.join('\t')));
      found.set(id, {
        table: key.target,
        columns: [...key.targetColumns],
        natural,
        rows: [...before, ...others],
      });
    }
  }
  return [...found.values()];
}

/**
 * The values that these rows have in this database, by the values that they have in the archive.
 *
 * @returns for each table: the key in the archive, joined by tabs, to the key here
 * @throws OperationsError REFERENCE_MISSING names what this database lacks
 */
export async function mapReferences(
  client: Client,
  references: Manifest['references'],
): Promise<Map<string, Map<string, string[]>>> {
  const maps = new Map<string, Map<string, string[]>>();
  const missing: string[] = [];
  for (const { table, columns, natural, rows } of references) {
    const map = new Map<string, string[]>();
    const conditions = natural.map((name, at) => `${identifier(name)}::text = $${at + 1}`).join(' AND ');
    for (const row of rows) {
      const here = await client.query<{ key: string[] }>(
        `SELECT ARRAY[${texts(columns.map(identifier))}] AS key FROM ${table.split('.').map(identifier).join('.')} WHERE ${conditions}`,
        row.natural,
      );
      const [match] = here.rows;
      if (match) map.set(row.key.join('\t'), match.key);
      else missing.push(`${table} ${row.natural.join(':')}`);
    }
    maps.set(referenceId(table, columns), map);
  }
  if (missing.length === 0) return maps;
  throw new OperationsError(
    'REFERENCE_MISSING',
    `The tenant refers to what this database does not have: ${missing.join(', ')}. Seed it ("orgdb seed"), then import again.`,
  );
}

export function referenceId(table: string, columns: readonly string[]): string {
  return JSON.stringify([table, columns]);
}

/** The columns of a unique key other than the one that is referred to, such as a role's system and name; else that one itself. */
async function naturalKey(client: Client, key: ForeignKey): Promise<string[]> {
  const { rows } = await client.query<{ columns: string[] }>(
    `SELECT (SELECT array_agg(a.attname::text ORDER BY k.place) FROM unnest(i.indkey::int2[]) WITH ORDINALITY AS k (number, place)
       JOIN pg_attribute AS a ON a.attrelid = i.indrelid AND a.attnum = k.number) AS columns
     FROM pg_index AS i JOIN pg_class AS c ON c.oid = i.indrelid JOIN pg_namespace AS n ON n.oid = c.relnamespace
     WHERE n.nspname || '.' || c.relname = $1 AND i.indisunique AND i.indpred IS NULL AND i.indexprs IS NULL
     ORDER BY i.indisprimary, i.indexrelid::regclass::text`,
    [key.target],
  );
  const others = rows.find(({ columns }) => !key.targetColumns.some((name) => columns.includes(name)));
  return others?.columns ?? [...key.targetColumns];
}

function texts(expressions: readonly string[]): string {
  return expressions.map((expression) => `${expression}::text`).join(', ');
}
