import { type Inspection, readRelations } from '../inspection.ts';
import type { Relation } from '../scope.ts';

export interface Index {
  readonly oid: number;
  readonly relation: Relation;
  readonly name: string;
  readonly method: string;
  readonly definition: string;
  readonly comment: string | null;
  /** `I`: of a partitioned table, with a part in each partition. */
  readonly kind: 'i' | 'I';
  readonly valid: boolean;
  readonly unique: boolean;
  /** Whether NULL is a value like another, `NULLS NOT DISTINCT`. */
  readonly nullsEqual: boolean;
  /** It does more than to find rows: a constraint or foreign key rests on it, it identifies rows for replication or orders the table. */
  readonly needed: boolean;
  /** Each key as column or expression, operator class, collation and order. */
  readonly keys: readonly string[];
  /** Column or expression of each key. */
  readonly names: readonly string[];
  /** Numbers of the columns of the keys; 0 for an expression. */
  readonly columns: readonly number[];
  /** Columns that it has along. */
  readonly included: readonly string[];
  readonly predicate: string;
  readonly bytes: number;
  readonly tableBytes: number;
  readonly scans: number;
  /** Known from PostgreSQL 16 on. */
  readonly lastScan: Date | null;
}

// The index of a partition goes and stays with that of its table: it counts there. int2vector and oidvector begin at 0.
const INDEXES = `
  WITH RECURSIVE parts (root, oid) AS (
    SELECT x.indexrelid, x.indexrelid FROM pg_index AS x JOIN pg_class AS c ON c.oid = x.indexrelid
    WHERE x.indrelid = ANY ($1::oid[]) AND NOT c.relispartition
    UNION ALL
    SELECT p.root, i.inhrelid FROM parts AS p JOIN pg_inherits AS i ON i.inhparent = p.oid
  ), uses AS MATERIALIZED (
    SELECT s.indexrelid, s.relid, s.idx_scan, (to_jsonb(s) ->> 'last_idx_scan')::timestamptz AS last FROM pg_stat_all_indexes AS s
  ), totals AS MATERIALIZED (
    SELECT p.root, coalesce(sum(pg_relation_size(p.oid)), 0)::float8 AS bytes, coalesce(sum(u.idx_scan), 0)::float8 AS scans,
      coalesce(sum(pg_relation_size(u.relid)), 0)::float8 AS "tableBytes", max(u.last) AS "lastScan"
    FROM parts AS p LEFT JOIN uses AS u ON u.indexrelid = p.oid GROUP BY p.root
  ), behind AS MATERIALIZED (
    SELECT DISTINCT conindid FROM pg_constraint WHERE conindid <> 0
  )
  SELECT x.indrelid AS oid, x.indexrelid AS self, c.relname AS name, am.amname AS method, pg_get_indexdef(c.oid) AS definition, obj_description(c.oid, 'pg_class') AS comment,
    c.relkind AS kind, x.indisvalid AND x.indisready AND x.indislive AS valid, x.indisunique AS unique,
    coalesce((to_jsonb(x) ->> 'indnullsnotdistinct')::bool, false) AS "nullsEqual",
    x.indisprimary OR x.indisexclusion OR x.indisreplident OR x.indisclustered OR behind.conindid IS NOT NULL AS needed,
    ARRAY(
      SELECT concat_ws(' ', pg_get_indexdef(c.oid, k, false), x.indclass[k - 1], x.indcollation[k - 1], x.indoption[k - 1])
      FROM generate_series(1, x.indnkeyatts) AS k ORDER BY k
    ) AS keys,
    ARRAY(SELECT pg_get_indexdef(c.oid, k, false) FROM generate_series(1, x.indnkeyatts) AS k ORDER BY k) AS names,
    ARRAY(SELECT x.indkey[k - 1]::int FROM generate_series(1, x.indnkeyatts) AS k ORDER BY k) AS columns,
    ARRAY(SELECT pg_get_indexdef(c.oid, k, false) FROM generate_series(x.indnkeyatts + 1, x.indnatts) AS k ORDER BY k) AS included,
    coalesce(pg_get_expr(x.indpred, x.indrelid), '') AS predicate, totals.bytes, totals.scans, totals."tableBytes", totals."lastScan"
  FROM totals JOIN pg_index AS x ON x.indexrelid = totals.root JOIN pg_class AS c ON c.oid = x.indexrelid JOIN pg_am AS am ON am.oid = c.relam
    LEFT JOIN behind ON behind.conindid = c.oid
  ORDER BY totals.bytes DESC, c.relname`;

export async function readIndexes(inspection: Inspection): Promise<Index[]> {
  const rows = await readRelations<Omit<Index, 'oid'> & { self: number }>(inspection, INDEXES);
  return rows.map(({ self, ...row }) => ({ ...row, oid: self }));
}

/** Whether an index finds the rows of these columns: it begins with them, in whatever order. */
export function leads(index: Index, columns: readonly number[]): boolean {
  const first = index.columns.slice(0, columns.length);
  return first.length === columns.length && columns.every((column) => first.includes(column));
}
