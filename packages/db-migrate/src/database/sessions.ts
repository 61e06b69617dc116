import type { Client } from 'pg';

/** A session of the server, as far as the role may see it; never what it runs, which may hold data. */
export interface Session {
  readonly pid: number;
  readonly application: string;
  readonly user: string;
  /** `active`, `idle in transaction`, … */
  readonly state: string;
  /** When its query began, or when it connected, ISO 8601; unknown without the right to see it. */
  readonly since: string | undefined;
}

interface Row {
  readonly pid: number;
  readonly application: string | null;
  readonly user: string | null;
  readonly state: string | null;
  readonly since: Date | null;
}

const FIELDS = 'a.pid, a.application_name AS application, a.usename AS "user", a.state';
/** The number of an advisory lock, as `pg_locks` cuts it. */
const LOCK_KEY = '((l.classid::bigint << 32) | l.objid::bigint)';

/** Who holds an advisory lock of this database. @param key SQL of the lock's number */
export async function advisoryHolders(client: Client, key: string): Promise<Session[]> {
  const { rows } = await client.query<Row>(
    `SELECT ${FIELDS}, a.backend_start AS since FROM pg_locks AS l JOIN pg_stat_activity AS a USING (pid)
     WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1 AND ${LOCK_KEY} = (${key})::bigint
       AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database()) ORDER BY a.pid`,
  );
  return rows.map(toSession);
}

/** Who keeps a session waiting for a lock; none when it does not wait. */
export async function blockersOf(client: Client, pid: number): Promise<Session[]> {
  const { rows } = await client.query<Row>(
    `SELECT ${FIELDS}, a.query_start AS since FROM pg_stat_activity AS a
     WHERE a.pid = ANY (pg_blocking_pids($1)) ORDER BY a.pid`,
    [pid],
  );
  return rows.map(toSession);
}

/** `process 812 ("report", user anna, idle in transaction since 2026-01-31T12:00:00.000Z)` */
export function describeSession({ pid, application, user, state, since }: Session): string {
  const name = application === '' ? 'without a name' : `"${application}"`;
  return `process ${pid} (${name}, user ${user}, ${state}${since === undefined ? '' : ` since ${since}`})`;
}

function toSession({ pid, application, user, state, since }: Row): Session {
  return {
    pid,
    application: application ?? '',
    user: user ?? 'unknown',
    state: state ?? 'in an unknown state',
    since: since?.toISOString(),
  };
}
