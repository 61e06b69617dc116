import { escapeLiteral } from 'pg';
import { describeDatabaseError } from '../adapter/driver-errors.ts';
import { HISTORY_TABLE } from '../adapter/migration-history.ts';
import { takeMigrationLock } from '../connection/advisory-lock.ts';
import { connectToSchema } from '../connection/connect.ts';
import { parseConnectionString } from '../connection/connection-string.ts';
import { executeScript } from '../script/execute-script.ts';
import type { Journal } from '../script/journal.ts';
import { readSettings } from '../settings.ts';

export interface ResumeOptions {
  /** Connection string of the migrating role, straight to the server. */
  readonly url: string;
  /** The `id` of the migration's row in the history: begun, and not finished. */
  readonly id: string;
  readonly script: string;
  /** How many of its statements have been applied: it goes on with the next. */
  readonly from: number;
  /** How long to wait for a lock, in milliseconds; without, as the server says. */
  readonly lockTimeout?: number;
}

/**
 * Runs what is left of a migration that ended half-way, as the engine would have, and records it as done.
 *
 * @throws {Error} with the server's words, the statement and what was kept; the history then says how far it came
 */
export async function resumeMigration(options: ResumeOptions): Promise<void> {
  const address = parseConnectionString(options.url);
  const client = await connectToSchema(address);
  try {
    const timeout = readSettings().advisoryLockTimeout;
    await takeMigrationLock(client, { timeout, onWait: () => undefined });
    if (options.lockTimeout !== undefined)
      await client.query(`SET lock_timeout TO ${Math.trunc(options.lockTimeout)}`);
    try {
      const { script, from, lockTimeout } = options;
      await executeScript(client, script, {
        journal: journalOf(options.id),
        from,
        patient: lockTimeout !== undefined,
      });
    } catch (error) {
      const told = describeDatabaseError(error);
      if (told === undefined) throw error;
      const logs = `Database error code: ${told.code}\n\nDatabase error:\n${told.text}\n`;
      await client.query(`UPDATE "${HISTORY_TABLE}" SET logs = $1 WHERE id = $2`, [logs, options.id]);
      throw new Error(told.text, { cause: error });
    }
  } finally {
    await client.end();
  }
}

function journalOf(id: string): Journal {
  const update = (assignments: string) =>
    `UPDATE "${HISTORY_TABLE}" SET ${assignments} WHERE id = ${escapeLiteral(id)}`;
  const done = () => update('logs = NULL, applied_steps_count = 1, finished_at = clock_timestamp()');
  return {
    whole: done,
    begin: () => Promise.resolve(),
    progress: (note, done) => update(`logs = ${escapeLiteral(note)}, applied_steps_count = ${done}`),
    finish: done,
    finished: () => undefined,
  };
}
