import pg from 'pg';
import { DbTestingError, reason } from '../errors.ts';
import type { RunHandle } from './handle.ts';

/** Does something as who may make databases, on a connection of its own. @throws DbTestingError DATABASE_FAILED */
export async function asAdmin<T>(run: RunHandle, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: run.adminUrl, application_name: 'db-testing' });
  client.on('error', () => undefined); // A connection lost while idle fails the next query, which reports it.
  try {
    await client.connect();
    return await work(client);
  } catch (cause) {
    if (cause instanceof DbTestingError) throw cause;
    throw new DbTestingError(
      'DATABASE_FAILED',
      `A test's database could not be made or dropped: ${reason(cause)}`,
      { cause },
    );
  } finally {
    await client.end();
  }
}
