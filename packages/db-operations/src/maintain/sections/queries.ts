import { type Client, escapeIdentifier } from 'pg';
import type { Figure, Finding } from '../finding.ts';
import type { Inspect } from '../inspection.ts';
import { numberWords, timeWords } from '../words.ts';

interface Row {
  readonly queryId: string;
  readonly calls: number;
  readonly mean: number;
  readonly total: number;
  readonly rows: number;
  readonly share: number;
  readonly query: string;
}

/** Fewer calls say nothing of a statement. */
const CALLS = 10;
const SHOWN = 50;
const LONGEST = 200;

// Who looks at the catalogs, such as this command, is no program whose queries could be made faster. Statements that change definitions or roles are kept as they were typed, passwords included; the others have their values replaced.
const QUERIES = (schema: string) => `
  SELECT s.queryid::text AS "queryId", sum(s.calls)::float8 AS calls, sum(s.total_exec_time) / sum(s.calls) AS mean,
    sum(s.total_exec_time) AS total, sum(s.rows)::float8 AS rows,
    100 * sum(s.total_exec_time) / nullif(sum(sum(s.total_exec_time)) OVER (), 0) AS share,
    left(regexp_replace(max(s.query), '\\s+', ' ', 'g'), ${LONGEST}) AS query
  FROM ${schema}.pg_stat_statements AS s
  WHERE s.dbid = (SELECT oid FROM pg_database WHERE datname = current_database()) AND s.queryid IS NOT NULL
    AND s.query ~* '^\\s*(/\\*.*\\*/\\s*)*(select|insert|update|delete|merge|with|values)\\M'
    AND s.query !~ '\\m(pg_catalog|information_schema|pg_(class|namespace|index|attribute|constraint|extension|policy|sequence|stat_\\w+|locks))\\M'
  GROUP BY s.queryid ORDER BY total DESC LIMIT ${SHOWN}`;

const HOW = `It takes shared_preload_libraries = 'pg_stat_statements' in postgresql.conf, a restart of the server, and CREATE EXTENSION pg_stat_statements in this database.`;

/** The statements that take most of the server's time, by pg_stat_statements where it is there. */
export const inspectQueries: Inspect = async ({ client, scope, thresholds }) => {
  const state = await readState(client);
  if (state.schema === null || !state.loaded) {
    const lacks = state.loaded
      ? 'The extension pg_stat_statements is not in this database, though the server has loaded it: CREATE EXTENSION pg_stat_statements (a superuser, or who may create in the database).'
      : `pg_stat_statements is not there, so slow queries are not known. ${HOW}`;
    return { findings: [], notes: [lacks], figures: [] };
  }
  const schema = escapeIdentifier(state.schema);
  const { rows } = await client.query<Row>(QUERIES(schema));
  const { rows: since } = await client.query<{ seconds: number | null }>(
    `SELECT extract(epoch FROM now() - stats_reset)::float8 AS seconds FROM ${schema}.pg_stat_statements_info`,
  );
  const counted = since[0]?.seconds;
  return {
    findings: rows.filter(({ calls, mean }) => calls >= CALLS && mean >= thresholds.slowMs).map(toFinding),
    notes: [
      ...(counted == null ? [] : [`Statements are counted since ${timeWords(counted)}.`]),
      ...(state.all
        ? []
        : [
            `Only the statements of ${scope.role} can be seen. "GRANT pg_read_all_stats TO ${scope.role}", by a superuser, shows the others.`,
          ]),
    ],
    figures: rows.map(toFigure),
  };
};

async function readState(client: Client) {
  const { rows } = await client.query<{ schema: string | null; loaded: boolean; all: boolean }>(
    `SELECT (SELECT n.nspname FROM pg_extension AS e JOIN pg_namespace AS n ON n.oid = e.extnamespace WHERE e.extname = 'pg_stat_statements') AS schema,
       current_setting('pg_stat_statements.max', true) IS NOT NULL AS loaded, pg_has_role('pg_read_all_stats', 'USAGE') AS all`,
  );
  return rows[0] ?? { schema: null, loaded: false, all: false };
}

function toFinding({ queryId, calls, mean, share, query }: Row): Finding {
  return {
    kind: 'slow-query',
    subject: `query ${queryId}`,
    problem: `${numberWords(calls)} calls of ${numberWords(mean)} ms in the mean, ${Math.round(share)} % of the time of all: ${query}`,
    advice: 'EXPLAIN (ANALYZE, BUFFERS) it with values of its own: an index, fewer rows, or fewer calls.',
  };
}

function toFigure({ queryId, calls, mean, total, rows, share, query }: Row): Figure {
  const rounded = (value: number) => Math.round(value * 100) / 100;
  return {
    queryId,
    calls,
    meanMs: rounded(mean),
    totalMs: rounded(total),
    rows,
    sharePercent: rounded(share),
    query,
  };
}
