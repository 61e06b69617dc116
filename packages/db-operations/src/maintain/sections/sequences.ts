import { onSequence } from '../comment-on.ts';
import { type Figure, type Finding, shown } from '../finding.ts';
import type { Inspect } from '../inspection.ts';
import { count, numberWords } from '../words.ts';

interface Row {
  readonly schema: string;
  readonly name: string;
  readonly last: number | null;
  readonly limit: number;
  readonly percent: number | null;
  /** Of the column that takes the numbers. */
  readonly table: string | null;
  readonly column: string | null;
  readonly type: string;
  readonly cycles: boolean;
  readonly seen: boolean;
}

// From pg_sequence, which only has sequences: has_sequence_privilege fails on anything else. A column may be narrower than the
// sequence that feeds it.
const SEQUENCES = `
  SELECT n.nspname AS schema, c.relname AS name, last::float8 AS last, bound::float8 AS limit, q.seqcycle AS cycles, has_sequence_privilege(c.oid, 'USAGE, SELECT') AS seen,
    CASE WHEN q.seqincrement > 0 THEN (last::numeric - q.seqmin) / nullif(bound::numeric - q.seqmin, 0)
      ELSE (q.seqmax - last::numeric) / nullif(q.seqmax - bound::numeric, 0) END::float8 * 100 AS percent,
    o.table, o.column, coalesce(o.type, format_type(q.seqtypid, NULL)) AS type
  FROM pg_sequence AS q JOIN pg_class AS c ON c.oid = q.seqrelid JOIN pg_namespace AS n ON n.oid = c.relnamespace
    LEFT JOIN LATERAL (
      SELECT tn.nspname || '.' || t.relname AS table, a.attname AS column, format_type(a.atttypid, NULL) AS type, a.atttypid
      FROM pg_depend AS d JOIN pg_class AS t ON t.oid = d.refobjid JOIN pg_namespace AS tn ON tn.oid = t.relnamespace
        JOIN pg_attribute AS a ON a.attrelid = t.oid AND a.attnum = d.refobjsubid
      WHERE d.classid = 'pg_class'::regclass AND d.refclassid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype IN ('a', 'i')
      LIMIT 1
    ) AS o ON true
    CROSS JOIN LATERAL (
      SELECT CASE WHEN q.seqincrement > 0 THEN least(q.seqmax, most) ELSE greatest(q.seqmin, -most - 1) END AS bound,
        CASE WHEN has_sequence_privilege(c.oid, 'USAGE, SELECT') THEN pg_sequence_last_value(c.oid) END AS last
      FROM (SELECT CASE o.atttypid WHEN 'int2'::regtype THEN 32767 WHEN 'int4'::regtype THEN 2147483647 ELSE 9223372036854775807 END AS most) AS type
    ) AS state
  WHERE n.nspname !~ '^pg_' AND has_schema_privilege(n.oid, 'USAGE')
  ORDER BY percent DESC NULLS LAST, 1, 2`;

/** How many of its numbers each sequence has given away, and whether the column that takes them is as wide. */
export const inspectSequences: Inspect = async ({ client, scope, thresholds }) => {
  const { rows } = await client.query<Row>(SEQUENCES);
  const unseen = rows.filter(({ seen }) => !seen).length;
  return {
    findings: rows.flatMap((row) => judge(row, thresholds.sequencePercent)),
    notes: unseen === 0 ? [] : [`${count(unseen, 'sequence')} may not be read by ${scope.role}.`],
    figures: rows.map(
      ({ table, column, last, limit, percent, cycles, ...sequence }): Figure => ({
        sequence: shown(sequence),
        column: table === null ? null : `${table}.${column}`,
        last,
        limit,
        percent: percent === null ? null : Math.round(percent * 10) / 10,
        cycles,
      }),
    ),
  };
};

function judge(row: Row, most: number): Finding[] {
  const { last, limit, percent, table, column, type, cycles } = row;
  if (cycles || last === null || percent === null || percent < most) return [];
  return [
    {
      kind: 'sequence-near-end',
      subject: shown(row),
      problem: `${numberWords(last)} of ${numberWords(limit)} numbers are given away (${Math.floor(percent)} %); after the last one every INSERT fails`,
      advice:
        table === null
          ? 'ALTER SEQUENCE … AS bigint, if who uses the numbers can hold them.'
          : `${table}.${column} is ${type}: make it bigint, by "orgdb migrate new --recipe change-type --set table=${table} --set column=${column} …".`,
      commentOn: onSequence(row),
    },
  ];
}
