import type { Client } from 'pg';

/** A session that holds an advisory lock. Times are as Postgres writes them: `00:01:23`. */
export interface LockHolder {
  readonly pid: number;
  readonly application: string;
  readonly user: string;
  /** Undefined for a Unix socket, and where the role may not see it. */
  readonly address: string | undefined;
  readonly connectedFor: string;
  /** `active`, `idle`, `idle in transaction` … */
  readonly state: string;
  readonly stateFor: string;
}

interface Row {
  pid: number;
  application: string | null;
  user: string | null;
  address: string | null;
  connected_for: string | null;
  state: string | null;
  state_for: string | null;
}

/** The sessions of this database that hold an advisory lock of the given number. A role without rights sees only their process. */
export async function lockHolders(client: Client, lock: number): Promise<LockHolder[]> {
  const { rows } = await client.query<Row>(`
    SELECT l.pid, a.application_name AS application, a.usename AS user, host(a.client_addr) AS address,
      date_trunc('second', clock_timestamp() - a.backend_start)::text AS connected_for,
      a.state, date_trunc('second', clock_timestamp() - a.state_change)::text AS state_for
    FROM pg_locks l LEFT JOIN pg_stat_activity a USING (pid)
    WHERE l.locktype = 'advisory' AND l.granted AND l.classid = 0 AND l.objid = ${lock} AND l.objsubid = 1
      AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())`);
  return rows.map((row) => ({
    pid: row.pid,
    application: row.application ?? '',
    user: row.user ?? 'unknown',
    address: row.address ?? undefined,
    connectedFor: row.connected_for ?? 'an unknown time',
    state: row.state ?? 'in an unknown state',
    stateFor: row.state_for ?? 'an unknown time',
  }));
}
