import { onTable } from '../comment-on.ts';
import { type Finding, shown } from '../finding.ts';
import { type Inspection, readRelations } from '../inspection.ts';
import type { Relation } from '../scope.ts';
import { numberWords } from '../words.ts';

interface Row {
  readonly relation: Relation;
  readonly scans: number;
  readonly read: number;
  readonly indexScans: number;
}

/** Often, and many rows each time: what a report or a backup does now and then is not meant. */
const SCANS = 100;
const ROWS = 10_000;
const SHARE = 0.1;

const SCANNED = `
  SELECT s.relid AS oid, s.seq_scan::float8 AS scans, s.seq_tup_read::float8 / s.seq_scan AS read, coalesce(s.idx_scan, 0)::float8 AS "indexScans"
  FROM pg_stat_all_tables AS s
  WHERE s.relid = ANY ($1::oid[]) AND s.seq_scan >= ${SCANS} AND s.seq_tup_read / s.seq_scan >= ${ROWS}
  ORDER BY s.seq_tup_read DESC`;

/** Tables that are read as a whole again and again. */
export async function scannedTables(inspection: Inspection): Promise<Finding[]> {
  const rows = await readRelations<Row>(inspection, SCANNED);
  return rows
    .filter(({ scans, indexScans }) => scans >= SHARE * (scans + indexScans))
    .map(({ relation, scans, read }) => ({
      kind: 'table-scanned',
      subject: shown(relation),
      problem: `it was read as a whole ${numberWords(scans)} times, ${numberWords(read)} rows each time`,
      advice: 'Find the queries that do (section queries), and give their conditions an index.',
      commentOn: onTable(relation),
    }));
}
