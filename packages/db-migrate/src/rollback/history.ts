import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from 'pg';
import { withConnection } from '../database/connect.ts';
import { quoteLiteral } from '../derive/quote.ts';

/** Begins the log of a migration that is being taken back. */
const UNDER_WAY = 'orgdb rollback under way, statements done: ';
/** The lock of Prisma's engine on migrations. */
const ENGINE_LOCK = 72707369;
/** Pause between two tries for a lock, in milliseconds. */
const PAUSE = 200;

/** SQL that records a migration as taken back, as `prisma migrate resolve --rolled-back` does: it is pending again. */
export function recordRolledBack(name: string, note: string): string {
  return `UPDATE public._prisma_migrations SET finished_at = NULL, rolled_back_at = clock_timestamp(), applied_steps_count = 0, logs = ${quoteLiteral(note)}
    WHERE migration_name = ${quoteLiteral(name)} AND rolled_back_at IS NULL`;
}

/** SQL that records how far the taking back has come, for one that takes several transactions. Until its end, nothing deploys. */
export function recordProgress(name: string, done: number): string {
  return `UPDATE public._prisma_migrations SET finished_at = NULL, logs = ${quoteLiteral(UNDER_WAY + done)}
    WHERE migration_name = ${quoteLiteral(name)} AND rolled_back_at IS NULL`;
}

/** Migrations that are half taken back, with the number of statements that are done. */
export async function readUnderWay(client: Client): Promise<ReadonlyMap<string, number>> {
  const { rows } = await client.query<{ name: string; logs: string }>(
    `SELECT migration_name AS name, logs FROM public._prisma_migrations
     WHERE rolled_back_at IS NULL AND finished_at IS NULL AND starts_with(logs, $1)`,
    [UNDER_WAY],
  );
  return new Map(rows.map(({ name, logs }) => [name, Number(logs.slice(UNDER_WAY.length))]));
}

/** Runs `work` while Prisma's engine, whoever started it, applies nothing. */
export async function withEngineLock<T>(url: string, work: () => Promise<T>): Promise<T> {
  return withConnection(url, async (client) => {
    // As `withDatabaseLock`: a statement that waits would hold up an index that is built concurrently.
    for (;;) {
      const { rows } = await client.query<{ taken: boolean }>('SELECT pg_try_advisory_lock($1) AS taken', [
        ENGINE_LOCK,
      ]);
      if (rows[0]?.taken) return work();
      await sleep(PAUSE);
    }
  });
}
