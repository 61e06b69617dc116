import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from 'pg';

// A connection that was ended a moment ago is still listed.
const PATIENCE_MILLISECONDS = 1_000;
const PAUSE_MILLISECONDS = 20;

/** The connections to a database that do not end by themselves within a second: user, program and state of each. */
export async function openConnections(client: Client, database: string): Promise<string[]> {
  const deadline = Date.now() + PATIENCE_MILLISECONDS;
  for (;;) {
    const { rows } = await client.query<{ usename: string; application_name: string; state: string | null }>(
      `SELECT usename, application_name, state FROM pg_stat_activity
       WHERE datname = $1 AND backend_type = 'client backend' ORDER BY usename, application_name`,
      [database],
    );
    if (rows.length === 0 || Date.now() > deadline) {
      return rows.map((row) => [row.usename, row.application_name, row.state].filter(Boolean).join(', '));
    }
    await sleep(PAUSE_MILLISECONDS);
  }
}
