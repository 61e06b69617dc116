import { randomUUID } from 'node:crypto';
import { quoteIdentifier } from '../derive/quote.ts';
import { withConnection } from './connect.ts';

/**
 * Runs `work` with an empty database beside that of `url`, and deletes it afterwards, whatever happens.
 *
 * @param url connection string of a role that may create databases
 * @throws MigrateError as `connect`
 */
export async function withScratchDatabase<T>(
  url: string,
  work: (scratchUrl: string) => Promise<T>,
): Promise<T> {
  const name = `orgdb_scratch_${randomUUID()}`;
  const scratch = new URL(url);
  scratch.pathname = `/${name}`;
  return withConnection(url, async (client) => {
    await client.query(`CREATE DATABASE ${quoteIdentifier(name)} TEMPLATE template0 ENCODING 'UTF8'`);
    try {
      return await work(scratch.href);
    } finally {
      await client.query(`DROP DATABASE IF EXISTS ${quoteIdentifier(name)} WITH (FORCE)`);
    }
  });
}
