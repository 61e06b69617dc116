import type { Client } from 'pg';
import { qualified } from '../sql.ts';
import type { Candidate } from './candidates.ts';
import type { ColumnWidth } from './expected-pages.ts';

const PAGES = 300;
/** What is larger does not lie in the row: a pointer to it does. */
const LONGEST = 2_000;
const POINTER = 18;

/**
 * The widths of a table's columns, or of what an index is made of, by the rows of some 300 pages. ANALYZE measures the same for
 * pg_stats, but that is empty for the owner of a table whose row level security is forced.
 *
 * @returns undefined where no row is seen, or nothing is known of an expression
 */
export async function sampleWidths(
  client: Client,
  { relation, columns, known, bytes, blockSize }: Candidate,
): Promise<readonly ColumnWidth[] | undefined> {
  if (columns.length === 0) return undefined;
  const percent = Math.min(100, (PAGES * 100 * blockSize) / bytes);
  const plain = columns.filter((column) => column !== null);
  const widths = plain.map(
    (column) =>
      `coalesce(avg(CASE WHEN pg_column_size(${column}) > ${LONGEST} THEN ${POINTER} ELSE pg_column_size(${column}) END), 0)::float8`,
  );
  const nulls = plain.map((column) => `(1 - count(${column})::float8 / greatest(count(*), 1))::float8`);
  // A table may have more columns than a query may answer, so they come as arrays.
  const { rows } = await client.query<{ seen: boolean; widths: number[]; nulls: number[] }>(
    `SELECT count(*) > 0 AS seen, ARRAY[${widths.join(', ')}]::float8[] AS widths, ARRAY[${nulls.join(', ')}]::float8[] AS nulls
     FROM ${qualified(relation)} TABLESAMPLE SYSTEM (${percent.toFixed(4)})`,
  );
  const [sample] = rows;
  if (!sample?.seen) return undefined;
  const sampled = sample.widths.map((width, index) => ({ width, nulls: sample.nulls[index] ?? 0 }));
  const all = columns.map((column, index) => (column === null ? known[index] : sampled.shift()));
  return all.every((width) => width != null) ? all : undefined;
}
