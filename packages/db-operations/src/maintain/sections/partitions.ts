import { onTable } from '../comment-on.ts';
import { type Figure, type Finding, type Named, shown } from '../finding.ts';
import { byOwner, findRelation, type Inspect, type Inspection, readRelations } from '../inspection.ts';
import type { Relation } from '../scope.ts';
import { qualified } from '../sql.ts';
import { count } from '../words.ts';

interface Row {
  readonly relation: Relation;
  /** `list`, `hash`, `range`; a range over time is the one that has to go on. */
  readonly strategy: string;
  readonly column: string | null;
  readonly parts: number;
  /** Up to when there are partitions without a gap, from now on; null without one for now. */
  readonly until: Date | null;
  readonly monthsAhead: number;
  readonly endless: boolean;
  /** The partition for now spans less than a month, and another one follows it. */
  readonly daily: boolean;
  readonly defaultSchema: string | null;
  readonly defaultName: string | null;
  /** Makes partitions of the table: `ensure_…_partitions(months_ahead integer)` of the same owner. */
  readonly functionName: string | null;
}

/** Rows beyond which nobody counts on. */
const COUNTED = 1_000_000;

// The bounds are text of the catalog, such as FOR VALUES FROM ('2026-11-01 00:00:00+00') TO ('2026-12-01 00:00:00+00').
const PARTITIONED = `
  SELECT c.oid, CASE p.partstrat WHEN 'r' THEN 'range' WHEN 'l' THEN 'list' ELSE 'hash' END AS strategy,
    CASE WHEN timed.yes THEN timed.name END AS column,
    (SELECT count(*) FROM pg_inherits AS i WHERE i.inhparent = c.oid)::int AS parts,
    ahead.until, ahead.endless, ahead.daily,
    CASE WHEN ahead.until IS NULL THEN 0 ELSE greatest(0, extract(year FROM ahead.until) * 12 + extract(month FROM ahead.until)
      - extract(year FROM now()) * 12 - extract(month FROM now()) - 1) END::int AS "monthsAhead",
    dn.nspname AS "defaultSchema", d.relname AS "defaultName",
    (SELECT f.proname FROM pg_proc AS f
     WHERE f.pronamespace = c.relnamespace AND f.proowner = c.relowner AND f.proname ~ '^ensure_.*_partitions$'
       AND f.proargtypes::text = 'int4'::regtype::oid::text AND has_function_privilege(f.oid, 'EXECUTE')
       AND f.prosrc ~ ('PARTITION OF "?' || n.nspname || '"?\\."?' || c.relname || '"? ')
     ORDER BY f.proname LIMIT 1) AS "functionName"
  FROM pg_partitioned_table AS p JOIN pg_class AS c ON c.oid = p.partrelid JOIN pg_namespace AS n ON n.oid = c.relnamespace
    LEFT JOIN pg_class AS d ON d.oid = p.partdefid LEFT JOIN pg_namespace AS dn ON dn.oid = d.relnamespace
    CROSS JOIN LATERAL (
      SELECT max(a.attname::text) AS name, coalesce(bool_or(p.partstrat = 'r' AND a.atttypid IN ('date'::regtype, 'timestamp'::regtype, 'timestamptz'::regtype)), false) AS yes
      FROM pg_attribute AS a WHERE a.attrelid = c.oid AND a.attnum = p.partattrs[0]
    ) AS timed
    LEFT JOIN LATERAL (
      WITH RECURSIVE bounds AS MATERIALIZED (
        SELECT substring(b.text FROM 'FROM \\(''([^'']+)''') AS first, substring(b.text FROM 'TO \\(''([^'']+)''') AS last,
          b.text ~ 'FROM \\(MINVALUE' AS "always", b.text ~ 'TO \\(MAXVALUE' AS "forever"
        FROM pg_inherits AS i JOIN pg_class AS part ON part.oid = i.inhrelid
          CROSS JOIN LATERAL (SELECT pg_get_expr(part.relpartbound, part.oid) AS text) AS b
        WHERE timed.yes AND i.inhparent = c.oid AND b.text LIKE 'FOR VALUES%'
      ), spans AS MATERIALIZED (
        SELECT CASE WHEN "always" THEN '-infinity' ELSE first::timestamptz END AS first,
          CASE WHEN "forever" THEN 'infinity' ELSE last::timestamptz END AS last
        FROM bounds
      ), reached AS (
        SELECT last FROM spans WHERE first <= now() AND last > now()
        UNION
        SELECT s.last FROM reached AS r JOIN spans AS s ON s.first = r.last
      )
      SELECT nullif(max(last), 'infinity') AS until, coalesce(bool_or(last = 'infinity'), false) AS endless,
        (max(last) > (SELECT min(last) FROM spans WHERE first <= now() AND last > now() AND last < first + interval '27 days')) IS TRUE AS daily
      FROM reached
    ) AS ahead ON true
  WHERE c.oid = ANY ($1::oid[])
  ORDER BY n.nspname, c.relname`;

/** How far ahead partitions by time are made, and whether rows lie in those for what fits no other. */
export const inspectPartitions: Inspect = async (inspection) => {
  const rows = await readRelations<Row>(inspection, PARTITIONED);
  const findings: Finding[] = [];
  const figures: Figure[] = [];
  const hidden: string[] = [];
  for (const row of rows) {
    const left = await countDefault(inspection, row);
    if (left === null && row.defaultName !== null) hidden.push(`${row.defaultSchema}.${row.defaultName}`);
    findings.push(...missing(row, inspection.thresholds.monthsAhead), ...misplaced(row, left));
    figures.push({
      table: shown(row.relation),
      strategy: row.strategy,
      column: row.column,
      partitions: row.parts,
      until: row.endless ? 'for ever' : (row.until?.toISOString() ?? null),
      monthsAhead: row.column === null ? null : row.monthsAhead,
      defaultRows: left,
    });
  }
  const notes =
    hidden.length === 0 ? [] : [`Not counted, as rows may be hidden from this role: ${hidden.join(', ')}.`];
  return { findings, notes, figures };
};

function missing(
  { relation, column, until, endless, daily, monthsAhead, functionName }: Row,
  least: number,
): Finding[] {
  // Whoever makes one for each day makes it a day before.
  if (column === null || endless || daily || monthsAhead >= least) return [];
  const call = functionName && { schema: relation.schema, name: functionName };
  return [
    {
      kind: 'partitions-missing',
      subject: shown(relation),
      problem:
        until === null
          ? 'it has no partition for now'
          : `its partitions end at ${until.toISOString().slice(0, 10)}, ${count(monthsAhead, 'month')} ahead`,
      advice: call
        ? `SELECT ${qualified(call)}(12): "--apply" does, and so does the worker's job.`
        : `Make them; no function "ensure_…_partitions(integer)" of its owner that this role may call does.${byOwner(relation)}`,
      commentOn: onTable(relation),
      mend: call ? { kind: 'partitions', ...call } : undefined,
    },
  ];
}

/** In a list the default is where all the others belong. */
function misplaced(row: Row, rows: number | null): Finding[] {
  const { relation, strategy, defaultSchema: schema, defaultName: name } = row;
  if (!rows || strategy !== 'range' || schema === null || name === null) return [];
  const many = rows > COUNTED ? `more than ${count(COUNTED, 'row')}` : count(rows, 'row');
  return [
    {
      kind: 'default-partition-used',
      subject: shown({ schema, name }),
      problem: `${many} of ${shown(relation)} fit no other partition; theirs cannot be made as long as they are there`,
      advice:
        'In one transaction: detach it, make the partitions, insert its rows into the table, delete them from it, attach it as the default again.',
      commentOn: onTable({ kind: 'r', schema, name }),
    },
  ];
}

/** Null where there is none, or rows of it may be hidden. */
async function countDefault(inspection: Inspection, row: Row): Promise<number | null> {
  const { defaultSchema: schema, defaultName: name } = row;
  if (schema === null || name === null) return null;
  const table: Named = { schema, name };
  if (!findRelation(inspection, shown(table))?.rowsSeen) return null;
  const { rows } = await inspection.client.query<{ rows: number }>(
    `SELECT count(*)::float8 AS rows FROM (SELECT FROM ${qualified(table)} LIMIT ${COUNTED + 1}) AS those`,
  );
  return rows[0]?.rows ?? 0;
}
