import type { Client } from 'pg';
import type { Catalog, CatalogObject } from '../catalog/catalog.ts';

/** What a table or column holds that goes when a migration is taken back. */
export interface Loss {
  readonly migration: string;
  /** `table shop.orders`, `column shop.orders.note`. */
  readonly what: string;
  /** Rows of the table; of a column, those with another value than its default. */
  readonly rows: number;
}

export interface Dropped {
  readonly migration: string;
  readonly object: CatalogObject;
}

/** Tables and columns of one catalog that the next one lacks, other than by the loss of their table. */
export function droppedBetween(migration: string, before: Catalog, after: Catalog): Dropped[] {
  const left = new Set(after.objects.map(({ kind, name }) => `${kind} ${name}`));
  const gone = before.objects.filter(
    ({ kind, name }) =>
      ['table', 'column', 'materialized view'].includes(kind) && !left.has(`${kind} ${name}`),
  );
  const tables = new Set(gone.filter(({ kind }) => kind === 'table').map(({ name }) => name));
  return gone
    .filter(
      ({ kind, of, facts }) =>
        kind === 'table' || (kind === 'column' && !tables.has(of ?? '') && !facts.generated),
    )
    .map((object) => ({ migration, object }));
}

/** Counts what lies in them; those that hold nothing, or do not exist in this database, are left out. */
export async function countLosses(client: Client, dropped: readonly Dropped[]): Promise<Loss[]> {
  const losses: Loss[] = [];
  for (const { migration, object } of dropped) {
    const rows = await countRows(client, object);
    if (rows > 0) losses.push({ migration, what: `${object.kind} ${object.name}`, rows });
  }
  return losses;
}

/** Names come from the catalog, quoted as SQL needs it. */
async function countRows(client: Client, { kind, name, of, facts }: CatalogObject): Promise<number> {
  const table = kind === 'table' ? name : (of ?? '');
  const { rows: found } = await client.query('SELECT to_regclass($1) IS NOT NULL AS there', [table]);
  if (!found[0]?.there) return 0;
  const column = kind === 'column' ? name.slice(table.length + 1) : undefined;
  // One that is half taken back has lost some already.
  if (column !== undefined && !(await hasColumn(client, table, column))) return 0;
  const condition =
    column === undefined ? '' : `WHERE ${column} IS DISTINCT FROM (${facts.default ?? 'NULL'})`;
  const { rows } = await client.query<{ count: string }>(`SELECT count(*) FROM ${table} ${condition}`);
  return Number(rows[0]?.count ?? 0);
}

async function hasColumn(client: Client, table: string, column: string): Promise<boolean> {
  const { rowCount } = await client.query(
    'SELECT FROM pg_attribute WHERE attrelid = to_regclass($1) AND NOT attisdropped AND quote_ident(attname) = $2',
    [table, column],
  );
  return rowCount === 1;
}
