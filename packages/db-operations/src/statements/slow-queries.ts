import pg, { type Client } from 'pg';

/** A query as pg_stat_statements has counted it, over all roles that sent it. */
export interface SlowQuery {
  /** `queryid`: stable between restarts of a server, not between databases or versions. A 64-bit number as text. */
  readonly id: string;
  /** With $1, $2 … in place of the values. */
  readonly query: string;
  readonly calls: number;
  readonly totalMs: number;
  readonly meanMs: number;
  readonly maxMs: number;
  readonly rows: number;
  /** Of the time that all queries of the database took, from 0 to 1. */
  readonly share: number;
  /** Of the blocks that were read, how many the server had in memory, from 0 to 1; null when none was read. */
  readonly hits: number | null;
  /** Blocks of 8 KB that were written to disk because memory did not do. */
  readonly spilledBlocks: number;
  readonly roles: readonly string[];
}

/** What pg_stat_statements tells, or why it tells nothing and what to do. */
export type SlowQueries =
  | { readonly available: true; readonly since: Date | null; readonly queries: readonly SlowQuery[] }
  | {
      readonly available: false;
      readonly reason: 'not-loaded' | 'not-installed' | 'not-permitted';
      readonly advice: string;
    };

export interface SlowQueriesOptions {
  /** Whose queries, by its name; that of the connection by default. The extension sees all databases of a server. */
  readonly database?: string;
  /** At most so many, by total time. Default 10. */
  readonly limit?: number;
  /** Only this one. */
  readonly id?: string;
}

/**
 * The queries with a plan (SELECT, INSERT, UPDATE …) that took the most time since the statistics were reset, without those of
 * this package, which say a comment `orgdb`. Reads only.
 *
 * Texts of other roles are shown to superusers and members of pg_read_all_stats; to others the answer is `not-permitted`.
 *
 * @see https://www.postgresql.org/docs/current/pgstatstatements.html
 */
export async function slowQueries(client: Client, options: SlowQueriesOptions = {}): Promise<SlowQueries> {
  const { rows: found } = await client.query<{ schema: string | null; permitted: boolean }>(
    `SELECT /* orgdb */ pg_has_role(current_user, 'pg_read_all_stats', 'USAGE') AS permitted,
       (SELECT n.nspname FROM pg_extension AS e JOIN pg_namespace AS n ON n.oid = e.extnamespace
        WHERE e.extname = 'pg_stat_statements') AS schema`,
  );
  const schema = found[0]?.schema;
  if (!schema) return { available: false, reason: 'not-installed', advice: ADVICE['not-installed'] };
  if (!found[0]?.permitted)
    return { available: false, reason: 'not-permitted', advice: ADVICE['not-permitted'] };
  try {
    const view = pg.escapeIdentifier(schema);
    const since = await client.query<{ since: Date | null }>(
      `SELECT /* orgdb */ stats_reset AS since FROM ${view}.pg_stat_statements_info`,
    );
    const { rows } = await client.query<SlowQuery>(query(view), [
      options.database ?? null,
      options.id ?? null,
      options.limit ?? 10,
    ]);
    return { available: true, since: since.rows[0]?.since ?? null, queries: rows };
  } catch (error) {
    // object_not_in_prerequisite_state
    if ((error as { code?: string }).code !== '55000') throw error;
    return { available: false, reason: 'not-loaded', advice: ADVICE['not-loaded'] };
  }
}

const ADVICE = {
  'not-loaded':
    "pg_stat_statements is not loaded by the server. Add it to shared_preload_libraries and restart the server: ALTER SYSTEM SET shared_preload_libraries = 'pg_stat_statements'.",
  'not-installed':
    'The database has no statistics of its queries. As a superuser: CREATE EXTENSION pg_stat_statements; the server needs it in shared_preload_libraries, and a restart after that.',
  'not-permitted':
    'The role may not read what other roles sent. Grant it pg_read_all_stats, or connect as a role that has it.',
} as const;

/** Behind comments and brackets; others, such as CREATE INDEX, have no plan that could be better. */
const HAS_PLAN =
  '^(\\s|\\(|--[^\\n]*\\n|/\\*.*?\\*/)*(select|insert|update|delete|merge|with|values|table)\\M';

function query(view: string): string {
  return `
    WITH /* orgdb */ mine AS (
      SELECT s.*, coalesce(r.rolname::text, s.userid::text) AS role
      FROM ${view}.pg_stat_statements AS s JOIN pg_database AS d ON d.oid = s.dbid
        LEFT JOIN pg_roles AS r ON r.oid = s.userid
      WHERE d.datname = coalesce($1, current_database()) AND s.queryid IS NOT NULL AND s.toplevel
    )
    SELECT queryid::text AS id, min(query) AS query, sum(calls)::float8 AS calls, sum(total_exec_time) AS "totalMs",
      sum(total_exec_time) / sum(calls) AS "meanMs", max(max_exec_time) AS "maxMs", sum(rows)::float8 AS rows,
      coalesce(sum(total_exec_time) / nullif((SELECT sum(total_exec_time) FROM mine), 0), 0) AS share,
      (sum(shared_blks_hit) / nullif(sum(shared_blks_hit + shared_blks_read), 0))::float8 AS hits,
      sum(temp_blks_written)::float8 AS "spilledBlocks", array_agg(DISTINCT role ORDER BY role) AS roles
    FROM mine WHERE query ~* '${HAS_PLAN}' AND query NOT LIKE '%/* orgdb */%' AND (queryid::text = $2 OR $2 IS NULL)
    GROUP BY queryid ORDER BY sum(total_exec_time) DESC LIMIT $3`;
}
