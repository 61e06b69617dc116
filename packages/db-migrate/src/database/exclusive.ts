import { setTimeout as sleep } from 'node:timers/promises';
import { withConnection } from './connect.ts';

/** Pause between two tries for the lock, in milliseconds. */
const PAUSE = 200;

/**
 * Runs `work` while no other process does work of this kind on the database: the second one waits. A process that is
 * killed lets go of it, because the lock is its connection's.
 *
 * @param url straight to the server: behind a pooler a session's lock means nothing
 * @throws MigrateError as `connect`
 */
export async function withDatabaseLock<T>(url: string, work: () => Promise<T>): Promise<T> {
  return withConnection(url, async (client) => {
    // Tried again and again rather than waited for: a statement that waits holds a snapshot, for whose end a
    // CREATE INDEX CONCURRENTLY of the one that has the lock would wait in turn, and neither would ever end.
    for (;;) {
      const { rows } = await client.query<{ taken: boolean }>(
        "SELECT pg_try_advisory_lock(hashtext('orgdb')) AS taken",
      );
      if (rows[0]?.taken) return work();
      await sleep(PAUSE);
    }
  });
}
