import { randomUUID } from 'node:crypto';
import type { Client } from 'pg';
import { quoteIdentifier } from '../derive/quote.ts';
import { isConnectionLost, withConnection } from './connect.ts';

/** Somebody is connected to the database. */
const OBJECT_IN_USE = '55006';
/** First number of the advisory lock that tells of a scratch database that it is in use; the second is of its name. */
const IN_USE = 1868719724;

/**
 * Runs `work` with an empty database beside that of `url`, and deletes it afterwards, whatever happens.
 *
 * @param url connection string of a role that may create databases
 * @param onLeftover told how to delete the database, when another role's session or a lost connection keeps it from being deleted
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
    await dropAbandoned(client);
    // As long as this session lasts, the database is in use.
    await client.query('SELECT pg_advisory_lock($1, hashtext($2))', [IN_USE, name]);
    await client.query(`CREATE DATABASE ${quoteIdentifier(name)} TEMPLATE template0 ENCODING 'UTF8'`);
    try {
      return await work(scratch.href);
    } finally {
      const reason = await dropScratch(client, name);
      if (reason !== undefined) {
        onLeftover(
          `${reason} the scratch database ${name}. Delete it later: DROP DATABASE ${quoteIdentifier(name)};`,
        );
      }
    }
  });
}

/**
 * Ends the sessions of our own role. Those of others PostgreSQL waits five seconds for, and tells autovacuum to leave, whose
 * session a role that is no superuser may not end: with it, `DROP DATABASE … WITH (FORCE)` fails at once.
 *
 * @returns why the database is still there
 */
async function dropScratch(client: Client, name: string): Promise<string | undefined> {
  try {
    await client.query(
      'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1 AND usename = current_user',
      [name],
    );
    await client.query(`DROP DATABASE IF EXISTS ${quoteIdentifier(name)}`);
    return undefined;
  } catch (error) {
    // What the work says of it matters more.
    if (isConnectionLost(error)) return 'The connection was lost that deletes';
    if ((error as { code?: string }).code === OBJECT_IN_USE)
      return 'A session of another role is connected to';
    throw error;
  }
}

/** What processes that were killed have left behind, as far as this role made it. What cannot be dropped now waits for the next time. */
async function dropAbandoned(client: Client): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT datname AS name FROM pg_database AS d
     WHERE datname ~ '^orgdb_scratch_[0-9a-f-]{36}$' AND pg_get_userbyid(datdba) = current_user
       AND NOT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND objsubid = 2 AND classid = $1
         AND objid::bigint = hashtext(d.datname)::bigint & 4294967295)
       AND NOT EXISTS (SELECT FROM pg_stat_activity AS a WHERE a.datname = d.datname)`,
    [IN_USE],
  );
  for (const { name } of rows) {
    await client.query(`DROP DATABASE IF EXISTS ${quoteIdentifier(name)}`).catch(() => undefined);
  }
}
