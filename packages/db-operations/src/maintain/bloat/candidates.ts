import { type Inspection, readRelations } from '../inspection.ts';
import type { Relation } from '../scope.ts';
import type { ColumnWidth } from './expected-pages.ts';

/** A table, its TOAST table (where large values lie), or a B-tree that is large enough to be looked at. */
export interface Candidate {
  readonly relation: Relation;
  /** Of the index, where it is one. */
  readonly index: string | null;
  readonly toast: boolean;
  readonly oid: number;
  readonly bytes: number;
  /** Rows, entries or pieces of large values; -1 where nobody knows. */
  readonly entries: number;
  readonly fillFactor: number;
  readonly blockSize: number;
  /** As SQL; null for an expression, whose function is not called with the rights of whoever looks. */
  readonly columns: readonly (string | null)[];
  /** What ANALYZE knows of the expressions, at the places where `columns` has null. */
  readonly known: readonly (ColumnWidth | null)[];
}

// What is known since the last vacuum or analysis, or what was counted since where that is more: a table that was filled after it was
// looked at is not empty. Without its columns, or in a table that the role may not read, it can only be measured.
const CANDIDATES = `
  SELECT c.oid AS self, t.oid, CASE WHEN x.indexrelid IS NOT NULL THEN c.relname END AS index, c.relkind = 't' AS toast,
    pg_relation_size(c.oid)::float8 AS bytes, current_setting('block_size')::int AS "blockSize",
    coalesce((SELECT split_part(o, '=', 2)::int FROM unnest(c.reloptions) AS o WHERE o LIKE 'fillfactor=%'),
      CASE WHEN x.indexrelid IS NULL THEN 100 ELSE 90 END) AS "fillFactor",
    CASE WHEN x.indexrelid IS NULL
      THEN ARRAY(SELECT quote_ident(a.attname) FROM pg_attribute AS a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated <> 'v' ORDER BY a.attnum)
      ELSE ARRAY(SELECT CASE WHEN x.indkey[k - 1] <> 0 THEN pg_get_indexdef(c.oid, k, false) END FROM generate_series(1, x.indnatts) AS k ORDER BY k)
    END AS columns,
    ARRAY(SELECT CASE WHEN st.avg_width IS NOT NULL THEN json_build_object('width', st.avg_width, 'nulls', st.null_frac) END
      FROM generate_series(1, x.indnatts) AS k JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum = k
        LEFT JOIN pg_stats AS st ON st.schemaname = n.nspname AND st.tablename = c.relname AND st.attname = a.attname AND x.indkey[k - 1] = 0
      ORDER BY k) AS known,
    CASE WHEN x.indexrelid IS NULL THEN greatest(c.reltuples, nullif(pg_stat_get_live_tuples(c.oid), 0))
      WHEN t.reltuples > 0 THEN c.reltuples * greatest(1, pg_stat_get_live_tuples(t.oid) / t.reltuples)
      WHEN x.indpred IS NULL THEN greatest(c.reltuples, nullif(pg_stat_get_live_tuples(t.oid), 0))
      WHEN pg_stat_get_live_tuples(t.oid) > 0 THEN -1 ELSE c.reltuples END::float8 AS entries
  FROM pg_class AS t
    JOIN pg_class AS c ON c.oid IN (t.oid, t.reltoastrelid) OR c.oid IN (SELECT indexrelid FROM pg_index WHERE indrelid = t.oid AND indisvalid)
    JOIN pg_namespace AS n ON n.oid = c.relnamespace LEFT JOIN pg_index AS x ON x.indexrelid = c.oid LEFT JOIN pg_am AS am ON am.oid = c.relam
  WHERE t.oid = ANY ($1::oid[]) AND c.relkind IN ('r', 'm', 't', 'i') AND (c.relkind <> 'i' OR am.amname = 'btree')
    AND pg_relation_size(c.oid) >= $2
  ORDER BY pg_relation_size(c.oid) DESC`;

export async function bloatCandidates(inspection: Inspection): Promise<Candidate[]> {
  const least = inspection.thresholds.bloatMegabytes * 2 ** 20;
  const rows = await readRelations<Omit<Candidate, 'oid'> & { self: number }>(inspection, CANDIDATES, [
    least,
  ]);
  return rows.map(({ self, ...row }) => ({ ...row, oid: self }));
}
