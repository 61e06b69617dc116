import type { Client } from 'pg';
import { quoteIdentifier } from '../../derive/quote.ts';
import { quoteTable } from '../../observe/watcher.ts';

/** The rows of a table, as far as they can be compared. */
export interface TableRows {
  readonly count: number;
  /** Columns of the primary key. */
  readonly key: readonly string[];
  /** By column: its type, and a sum over its values, each together with its row's key. The order of rows does not matter. */
  readonly columns: Readonly<Record<string, { readonly type: string; readonly sum: string }>>;
}

/** The rows of a database, by `schema.table`. */
export type Rows = ReadonlyMap<string, TableRows>;

interface Shape {
  readonly name: string;
  readonly key: string[];
  readonly columns: { name: string; type: string }[];
}

// A partition's rows are its table's.
const SHAPES = `
  SELECT n.nspname || '.' || c.relname AS name,
    coalesce((SELECT array_agg(a.attname::text ORDER BY a.attnum) FROM pg_index i JOIN pg_attribute a
      ON a.attrelid = c.oid AND a.attnum = ANY (i.indkey) WHERE i.indrelid = c.oid AND i.indisprimary), '{}') AS key,
    coalesce((SELECT json_agg(json_build_object('name', a.attname, 'type', format_type(a.atttypid, a.atttypmod)) ORDER BY a.attnum)
      FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped), '[]') AS columns
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
    AND c.relname <> '_prisma_migrations' ORDER BY 1`;

/**
 * Counts and sums up the rows of every table, with one snapshot.
 *
 * @param client a role that sees all rows
 */
export async function readRows(client: Client): Promise<Rows> {
  await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
  try {
    await client.query(
      "SET LOCAL TimeZone = 'UTC'; SET LOCAL bytea_output = 'hex'; SET LOCAL extra_float_digits = 1",
    );
    const { rows: shapes } = await client.query<Shape>(SHAPES);
    const rows = new Map<string, TableRows>();
    for (const shape of shapes) rows.set(shape.name, await readTable(client, shape));
    return rows;
  } finally {
    await client.query('ROLLBACK');
  }
}

async function readTable(client: Client, { name, key, columns }: Shape): Promise<TableRows> {
  const quotedKey = key.map(quoteIdentifier);
  const sums = columns.map(
    (column) =>
      `sum(hashtextextended(ROW(${[...quotedKey, quoteIdentifier(column.name)].join(', ')})::text, 0)::numeric)::text`,
  );
  const { rows } = await client.query<(string | null)[]>({
    text: `SELECT ${['count(*)::text', ...sums].join(', ')} FROM ${quoteTable(name)}`,
    rowMode: 'array',
  });
  const [count, ...found] = rows[0] ?? [];
  return {
    count: Number(count),
    key,
    columns: Object.fromEntries(
      columns.map((column, index) => [column.name, { type: column.type, sum: found[index] ?? '' }]),
    ),
  };
}

/** A table that lost rows, or a column whose values are others now. */
export interface RowDifference {
  readonly table: string;
  /** Undefined when it is about the number of rows. */
  readonly column?: string;
  readonly before: number;
  readonly after: number;
}

/**
 * What became of rows: tables with fewer of them, and columns with other values in a table whose number of rows is the same.
 * Only tables and columns that are in both are compared, columns of the same type only.
 */
export function compareRows(before: Rows, after: Rows): RowDifference[] {
  return [...before].flatMap(([table, was]): RowDifference[] => {
    const is = after.get(table);
    if (is === undefined) return [];
    const counts = { table, before: was.count, after: is.count };
    if (is.count !== was.count) return is.count < was.count ? [counts] : [];
    if (String(is.key) !== String(was.key)) return [];
    return Object.entries(was.columns).flatMap(([column, { type, sum }]) => {
      const now = is.columns[column];
      return now === undefined || now.type !== type || now.sum === sum ? [] : [{ ...counts, column }];
    });
  });
}
