import { type Client, DatabaseError } from 'pg';
import { SchemaEngineError } from '../errors.ts';
import { type LockHolder, lockHolders } from './lock-holders.ts';

/** The lock of Prisma's own engine, so that it and this one exclude each other. */
export const MIGRATION_LOCK = 72707369;

const LOCK_NOT_AVAILABLE = '55P03';

export interface LockWait {
  /** How long to wait, in milliseconds; 0 waits for ever. */
  readonly timeout: number;
  /** Tells the user that there is somebody to wait for. */
  readonly onWait: (message: string) => void;
}

/**
 * Takes the session's lock on migrations, and waits for whoever has it.
 *
 * @throws {SchemaEngineError} `P1002` after the time, with who holds the lock and what can be done.
 */
export async function takeMigrationLock(client: Client, { timeout, onWait }: LockWait): Promise<void> {
  const { rows } = await client.query<{ taken: boolean }>(
    `SELECT pg_try_advisory_lock(${MIGRATION_LOCK}) AS taken`,
  );
  if (rows[0]?.taken === true) {
    return;
  }
  const holders = await lockHolders(client, MIGRATION_LOCK);
  const limit = timeout === 0 ? '' : `, at most ${timeout / 1000} s`;
  onWait(`Waiting for another migration to end${limit}. ${holders.map(describe).join(' ')}`.trimEnd());
  try {
    // SET LOCAL lasts for this transaction; the lock is the session's and stays.
    await client.query(
      `BEGIN; SET LOCAL lock_timeout = ${Math.trunc(timeout)}; SET LOCAL statement_timeout = 0; SELECT pg_advisory_lock(${MIGRATION_LOCK}); COMMIT`,
    );
  } catch (cause) {
    await client.query('ROLLBACK').catch(() => undefined);
    if (cause instanceof DatabaseError && cause.code === LOCK_NOT_AVAILABLE) {
      throw timedOut(timeout, await lockHolders(client, MIGRATION_LOCK), cause);
    }
    throw cause;
  }
}

function timedOut(timeout: number, holders: readonly LockHolder[], cause: unknown): SchemaEngineError {
  const who =
    holders.length === 0 ? 'Its holder has just ended: try again.' : holders.map(describe).join('\n');
  const advice = holders.map(adviceOn).find(Boolean) ?? '';
  return new SchemaEngineError(
    'P1002',
    `Timed out trying to acquire a postgres advisory lock (SELECT pg_advisory_lock(${MIGRATION_LOCK})). Timeout: ${timeout}ms. ` +
      'See https://pris.ly/d/migrate-advisory-locking for details.\n\n' +
      `${who}${advice && `\n${advice}`}\n\nTo wait longer, set SCHEMA_ENGINE_ADVISORY_LOCK_TIMEOUT to milliseconds (0: for ever).`,
    { cause, meta: { holders: holders.map(({ pid }) => pid) } },
  );
}

function describe({ pid, application, user, address, connectedFor, state, stateFor }: LockHolder): string {
  const name = application === '' ? 'an unnamed application' : `\`${application}\``;
  const from = address === undefined ? '' : ` from ${address}`;
  return `The lock is held by process ${pid} (${name}, user \`${user}\`${from}), connected for ${connectedFor}, ${state} for ${stateFor}.`;
}

function adviceOn({ pid, state }: LockHolder): string | undefined {
  return state.startsWith('idle')
    ? `It does nothing at the moment: its deployer may be dead, or its connection was lost, or a pooler keeps the session. If no deploy is running, end it with SELECT pg_terminate_backend(${pid});`
    : undefined;
}
