import type { Client } from 'pg';
import { MigrateError } from './errors.ts';
import { NEXT } from './next.ts';

/** How long a statement runs, in milliseconds, before it is cancelled once more: a record of what happened takes less. */
const PATIENCE = 500;

/** @throws MigrateError INTERRUPTED; to be called before migrations are applied */
export function stopIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) {
    throw new MigrateError('INTERRUPTED', 'Interrupted before a pending migration was applied.', {
      next: NEXT.deploy,
    });
  }
}

/** Cancels what a session runs, once for each call at first, then only what takes long. */
export class Canceller {
  #hasCancelled = false;

  async cancel(client: Client, pid: number): Promise<void> {
    const { rows } = await client.query<{ done: boolean }>(
      `SELECT pg_cancel_backend(pid) AS done FROM pg_stat_activity
       WHERE pid = $1 AND state = 'active' AND query_start <= clock_timestamp() - $2 * interval '1 millisecond'`,
      [pid, this.#hasCancelled ? PATIENCE : 0],
    );
    if (rows[0]?.done) this.#hasCancelled = true;
  }
}
