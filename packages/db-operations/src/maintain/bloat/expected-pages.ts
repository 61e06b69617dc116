/** The mean width of a column's values, in bytes, and the share of its rows that have none. */
export interface ColumnWidth {
  readonly width: number;
  readonly nulls: number;
}

const PAGE_HEADER = 24;
const TUPLE_HEADER = 23;
const ITEM_POINTER = 4;
/** A value is aligned to so many bytes on every machine in use. */
const ALIGNMENT = 8;
const INDEX_TUPLE_HEADER = 8;
const NULL_BITMAP = 4;
/** What each page of a B-tree keeps at its end. */
const BTREE_SPECIAL = 16;

/**
 * The pages that a table of so many rows needs, from the widths of its columns.
 *
 * Source: the estimate of check_postgres and pgsql-bloat-estimation (ioguix, table_bloat.sql, BSD licence). It knows nothing of padding
 * between columns, so a few percent are no bloat.
 */
export function expectedTablePages(
  rows: number,
  columns: readonly ColumnWidth[],
  fillFactor: number,
  blockSize: number,
): number {
  const bitmap = columns.some(({ nulls }) => nulls > 0) ? Math.floor((7 + columns.length) / 8) : 0;
  const tuple = ITEM_POINTER + aligned(TUPLE_HEADER + bitmap) + aligned(dataWidth(columns));
  const perPage = ((blockSize - PAGE_HEADER) * fillFactor) / (tuple * 100);
  return Math.ceil(rows / perPage);
}

/**
 * The pages that a B-tree of so many entries needs. Source: pgsql-bloat-estimation, btree_bloat.sql. It knows nothing of
 * deduplication: of an index with many equal values it takes more pages for needed than are.
 */
export function expectedIndexPages(
  entries: number,
  columns: readonly ColumnWidth[],
  fillFactor: number,
  blockSize: number,
): number {
  const bitmap = columns.some(({ nulls }) => nulls > 0) ? NULL_BITMAP : 0;
  const tuple = ITEM_POINTER + aligned(INDEX_TUPLE_HEADER + bitmap) + aligned(dataWidth(columns));
  const perPage = Math.floor(((blockSize - BTREE_SPECIAL - PAGE_HEADER) * fillFactor) / (tuple * 100));
  return 1 + Math.ceil(entries / Math.max(perPage, 1));
}

/** Large values are cut into pieces of which this many fit into a page, whatever its size. */
const PIECES = 4;

/** The pages that so many pieces of large values need at most: the last one of each value is smaller, so more of them may fit. */
export function mostToastPages(pieces: number): number {
  return Math.ceil(pieces / PIECES);
}

function dataWidth(columns: readonly ColumnWidth[]): number {
  return columns.reduce((sum, { width, nulls }) => sum + width * (1 - nulls), 0);
}

function aligned(bytes: number): number {
  return Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;
}
