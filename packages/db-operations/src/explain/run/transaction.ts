import type { Client } from 'pg';

export interface TransactionOptions {
  readonly readOnly: boolean;
  /** Set for this transaction only. */
  readonly settings: Readonly<Record<string, string>>;
  readonly statementTimeoutMs: number;
}

/** Nobody is to wait behind a query that waits for a lock. */
const LOCK_TIMEOUT_MS = 5_000;

/** Runs `work` in a transaction that is always rolled back. */
export async function inTransaction<T>(
  client: Client,
  { readOnly, settings, statementTimeoutMs }: TransactionOptions,
  work: () => Promise<T>,
): Promise<T> {
  await client.query(readOnly ? 'BEGIN READ ONLY' : 'BEGIN');
  try {
    const all = {
      ...settings,
      statement_timeout: String(statementTimeoutMs),
      lock_timeout: String(LOCK_TIMEOUT_MS),
    };
    for (const [name, value] of Object.entries(all)) {
      await client.query('SELECT set_config($1, $2, true)', [name, value]);
    }
    return await work();
  } finally {
    // Where the connection is lost, so is the transaction.
    await client.query('ROLLBACK').catch(() => undefined);
  }
}

/** Who asks, and which server answers. */
export async function readSession(client: Client): Promise<{ role: string; server: string }> {
  const { rows } = await client.query<{ role: string; server: string }>(
    "SELECT current_user::text AS role, split_part(current_setting('server_version'), ' ', 1) AS server",
  );
  return rows[0] ?? { role: '', server: '' };
}
