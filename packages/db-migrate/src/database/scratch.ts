import { randomUUID } from 'node:crypto';
import type { Client } from 'pg';
import { quoteIdentifier } from '../derive/quote.ts';
import { withConnection } from './connect.ts';

/** Somebody is connected to the database. */
const OBJECT_IN_USE = '55006';

/**
 * Runs `work` with an empty database beside that of `url`, and deletes it afterwards, whatever happens.
 *
 * @param url connection string of a role that may create databases
 * @param onLeftover told how to delete the database, when another role's session keeps it from being deleted
 * @throws MigrateError as `connect`
 */
export async function withScratchDatabase<T>(
  url: string,
  work: (scratchUrl: string) => Promise<T>,
  onLeftover: (note: string) => void = () => undefined,
): Promise<T> {
  const name = `orgdb_scratch_${randomUUID()}`;
  const scratch = new URL(url);
  scratch.pathname = `/${name}`;
  return withConnection(url, async (client) => {
    await client.query(`CREATE DATABASE ${quoteIdentifier(name)} TEMPLATE template0 ENCODING 'UTF8'`);
    try {
      return await work(scratch.href);
    } finally {
      if (!(await dropScratch(client, name))) {
        onLeftover(
          `A session of another role is connected to the scratch database ${name}. Delete it later: DROP DATABASE ${quoteIdentifier(name)};`,
        );
      }
    }
  });
}

/**
 * Ends the sessions of our own role. Those of others PostgreSQL waits five seconds for, and tells autovacuum to leave, whose
 * session a role that is no superuser may not end: with it, `DROP DATABASE … WITH (FORCE)` fails at once.
 *
 * @returns whether the database is gone
 */
async function dropScratch(client: Client, name: string): Promise<boolean> {
  await client.query(
    'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1 AND usename = current_user',
    [name],
  );
  try {
    await client.query(`DROP DATABASE IF EXISTS ${quoteIdentifier(name)}`);
    return true;
  } catch (error) {
    if ((error as { code?: string }).code !== OBJECT_IN_USE) throw error;
    return false;
  }
}
