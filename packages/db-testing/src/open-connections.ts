import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from 'pg';
import { poolerQuery } from './pooler/console.ts';
import type { RunHandle } from './run/handle.ts';

// A connection that was ended a moment ago is still listed.
const PATIENCE_MILLISECONDS = 1_000;
const PAUSE_MILLISECONDS = 20;

/**
 * The connections to a database that do not end by themselves within a second: user, program and state of each. With a
 * pooler in between, those to the pooler: it keeps its own to the server.
 */
export async function openConnections(client: Client, database: string, run: RunHandle): Promise<string[]> {
  const deadline = Date.now() + PATIENCE_MILLISECONDS;
  for (;;) {
    const open = await connections(client, database, run);
    if (open.length === 0 || Date.now() > deadline) return open;
    await sleep(PAUSE_MILLISECONDS);
  }
}

async function connections(client: Client, database: string, run: RunHandle): Promise<string[]> {
  const pooled = run.pooler ? Object.values(run.logins).map(({ user }) => user) : [];
  const { rows } = await client.query<{ usename: string; application_name: string; state: string | null }>(
    `SELECT usename, application_name, state FROM pg_stat_activity
     WHERE datname = $1 AND backend_type = 'client backend' AND usename <> ALL ($2)
     ORDER BY usename, application_name`,
    [database, pooled],
  );
  const direct = rows.map((row) => [row.usename, row.application_name, row.state].filter(Boolean).join(', '));
  if (!run.pooler) return direct;
  const clients = await poolerQuery(run.pooler, 'SHOW CLIENTS');
  return [
    ...direct,
    ...clients.filter((row) => row.database === database).map((row) => `${row.user}, ${row.state}`),
  ];
}
