import { withConnection } from './connect.ts';

/**
 * Runs `work` while no other process does work of this kind on the database: the second one waits. A process that is
 * killed lets go of it, because the lock is its connection's.
 *
 * @param url straight to the server: behind a pooler a session's lock means nothing
 * @throws MigrateError as `connect`
 */
export async function withDatabaseLock<T>(url: string, work: () => Promise<T>): Promise<T> {
  return withConnection(url, async (client) => {
    await client.query("SELECT pg_advisory_lock(hashtext('orgdb'))");
    return work();
  });
}
