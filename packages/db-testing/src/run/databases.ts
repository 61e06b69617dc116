import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from 'pg';
import { sqlState } from '../errors.ts';

const IN_USE = '55006';
const ATTEMPTS = 20;
const PAUSE_MILLISECONDS = 10;

/** Drops a database, if it exists, and ends the connections to it. */
export async function dropDatabase(client: Client, name: string): Promise<void> {
  await whenUnused(() => client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`));
}

/** Every test's database and template of the server, in order. */
export async function testDatabases(client: Client): Promise<string[]> {
  const { rows } = await client.query<{ datname: string }>(
    "SELECT datname FROM pg_database WHERE datname ~ '^org_(test|template)_' ORDER BY datname",
  );
  return rows.map(({ datname }) => datname);
}

/** Repeats what the server refuses while a database is in use: by an autovacuum worker, for a moment. */
export async function whenUnused(work: () => Promise<unknown>): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await work();
      return;
    } catch (error) {
      if (sqlState(error) !== IN_USE || attempt === ATTEMPTS) throw error;
      await sleep(attempt * PAUSE_MILLISECONDS);
    }
  }
}
