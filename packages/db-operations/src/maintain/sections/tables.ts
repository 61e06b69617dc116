import { onTable } from '../comment-on.ts';
import { type Figure, type Finding, shown } from '../finding.ts';
import { byOwner, type Inspect, type Inspection, readRelations } from '../inspection.ts';
import type { Relation } from '../scope.ts';
import type { Thresholds } from '../thresholds.ts';
import { count, numberWords } from '../words.ts';

interface Row {
  readonly relation: Relation;
  readonly rows: number;
  readonly bytes: number;
  readonly dead: number;
  readonly changed: number;
  /** Of the table where its large values lie, in pieces: room, alive and dead. */
  readonly toastBytes: number;
  readonly toastLive: number;
  readonly toastDead: number;
  readonly vacuumed: Date | null;
  readonly analyzed: Date | null;
  readonly statistics: boolean;
  readonly age: number;
  readonly autovacuum: boolean;
}

/** Fewer rows than these are no matter; autovacuum begins with 50. */
const FEW = 1_000;
const WORTH_ANALYZING = 50;
/** Transactions that may lie between the oldest row and now; far behind where autovacuum should have come by itself. */
const LIMIT = 2 ** 31;
const AGE_PERCENT = 25;

// pg_stats is empty where row level security is active for the role, even for the owner of the table; there, whether the table
// was ever analyzed is told from the counters.
const TABLES = `
  SELECT c.oid,
    CASE WHEN c.relkind = 'p' THEN (
      SELECT coalesce(sum(greatest(p.reltuples, pg_stat_get_live_tuples(p.oid))), 0)
      FROM pg_partition_tree(c.oid) AS t JOIN pg_class AS p ON p.oid = t.relid WHERE t.isleaf
    ) ELSE coalesce(nullif(s.n_live_tup, 0), greatest(c.reltuples, 0)) END::float8 AS rows,
    pg_total_relation_size(c.oid)::float8 AS bytes,
    coalesce(s.n_dead_tup, 0)::float8 AS dead, coalesce(s.n_mod_since_analyze, 0)::float8 AS changed,
    greatest(s.last_vacuum, s.last_autovacuum) AS vacuumed, greatest(s.last_analyze, s.last_autoanalyze) AS analyzed,
    CASE WHEN has_table_privilege(c.oid, 'SELECT') AND NOT row_security_active(c.oid)
      THEN EXISTS (SELECT FROM pg_stats AS st WHERE st.schemaname = n.nspname AND st.tablename = c.relname)
        OR greatest(s.last_analyze, s.last_autoanalyze) IS NOT NULL
      ELSE greatest(s.last_analyze, s.last_autoanalyze) IS NOT NULL
        OR (c.reltuples >= 0 AND coalesce(s.n_mod_since_analyze, 0) < ${WORTH_ANALYZING} AND c.relkind <> 'p')
    END AS statistics,
    coalesce(pg_relation_size(toast.oid), 0)::float8 AS "toastBytes",
    coalesce(nullif(pg_stat_get_live_tuples(toast.oid), 0), greatest(toast.reltuples, 0))::float8 AS "toastLive", coalesce(pg_stat_get_dead_tuples(toast.oid), 0)::float8 AS "toastDead",
    CASE WHEN c.relkind = 'p' THEN 0
      ELSE greatest(age(c.relfrozenxid), mxid_age(c.relminmxid), age(toast.relfrozenxid), mxid_age(toast.relminmxid)) END::float8 AS age,
    NOT coalesce(c.reloptions && ARRAY['autovacuum_enabled=false', 'autovacuum_enabled=off'], false) AS autovacuum
  FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace LEFT JOIN pg_stat_all_tables AS s ON s.relid = c.oid
    LEFT JOIN pg_class AS toast ON toast.oid = c.reltoastrelid
  WHERE c.oid = ANY ($1::oid[])
  ORDER BY pg_total_relation_size(c.oid) DESC, n.nspname, c.relname`;

/** Rows, size, dead rows, when a table was vacuumed and analyzed, and how far its oldest transaction is. */
export const inspectTables: Inspect = async (inspection) => {
  const tables = await readRelations<Row>(inspection, TABLES);
  return {
    findings: tables.flatMap((row) => judge(row, inspection.thresholds)),
    notes: await notes(inspection, tables),
    figures: tables.map(figure),
  };
};

function judge(row: Row, { deadPercent }: Thresholds): Finding[] {
  const { relation } = row;
  const subject = shown(relation);
  const findings: Finding[] = [];
  const add = (kind: string, mend: 'vacuum' | 'analyze', problem: string) =>
    findings.push({
      kind,
      subject,
      problem,
      advice: `${mend === 'vacuum' ? 'VACUUM (ANALYZE)' : 'ANALYZE'} it: "--apply" does.${byOwner(relation)}`,
      commentOn: onTable(relation),
      mend: relation.owned ? { kind: mend, schema: relation.schema, name: relation.name } : undefined,
    });
  const tooMany = (dead: number, live: number, ...words: readonly [one: string, several?: string]) => {
    const share = percent(dead, live + dead);
    return dead >= FEW && share >= deadPercent ? [`${count(dead, ...words)} (${share} %)`] : [];
  };
  const dead = [
    ...tooMany(row.dead, row.rows, 'dead row'),
    ...tooMany(row.toastDead, row.toastLive, 'piece of dead large values', 'pieces of dead large values'),
  ];
  if (dead.length > 0) add('dead-rows', 'vacuum', `${dead.join(' and ')} wait for a vacuum`);
  if (percent(row.age, LIMIT) >= AGE_PERCENT) {
    add(
      'wraparound',
      'vacuum',
      `its oldest transaction is ${numberWords(row.age)} back, ${percent(row.age, LIMIT)} % of where writes stop`,
    );
  }
  if (!row.statistics && row.rows >= WORTH_ANALYZING) {
    const why =
      relation.kind === 'p'
        ? 'the partitioned table as a whole was never analyzed, which autovacuum does not do'
        : 'it was never analyzed';
    add('never-analyzed', 'analyze', `${why}, so its queries are planned by guesses`);
  } else if (findings.length === 0 && row.changed >= FEW && percent(row.changed, row.rows) >= deadPercent) {
    add('stale-statistics', 'analyze', `${count(row.changed, 'row')} changed since it was analyzed`);
  }
  return findings;
}

function percent(part: number, whole: number): number {
  return Math.round((part * 100) / Math.max(whole, 1));
}

async function notes({ client }: Inspection, tables: readonly Row[]): Promise<string[]> {
  const { rows } = await client.query<{ on: boolean }>(
    `SELECT current_setting('autovacuum')::bool AND current_setting('track_counts')::bool AS on`,
  );
  const without = tables.filter(({ autovacuum }) => !autovacuum).map(({ relation }) => shown(relation));
  return [
    ...(rows[0]?.on ? [] : ['Autovacuum is off on this server: nothing is vacuumed or analyzed by itself.']),
    ...(without.length > 0 ? [`Autovacuum is switched off for ${without.join(', ')}.`] : []),
  ];
}

function figure({ relation, ...row }: Row): Figure {
  return {
    table: shown(relation),
    rows: row.rows,
    bytes: row.bytes,
    toastBytes: row.toastBytes,
    deadRows: row.dead,
    deadToastPieces: row.toastDead,
    changedRows: row.changed,
    vacuumedAt: row.vacuumed?.toISOString() ?? null,
    analyzedAt: row.analyzed?.toISOString() ?? null,
    transactionAge: row.age,
  };
}
