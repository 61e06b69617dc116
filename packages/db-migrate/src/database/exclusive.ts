import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from 'pg';
import { MigrateError } from '../errors.ts';
import { stopIfAborted } from '../interruption.ts';
import { withConnection } from './connect.ts';
import { advisoryHolders, describeSession, type Session } from './sessions.ts';

/** Pause between two tries for the lock, in milliseconds. */
const PAUSE = 200;
const OURS = "hashtext('orgdb')";
/** The lock of Prisma's engines. */
const ENGINE = '72707369';

export interface LockOptions {
  /** How long to wait for another process, in milliseconds; for ever by default. */
  timeout?: number;
  /** Told once, and again when the holder changes, who is waited for. */
  onWait?: (holders: readonly Session[]) => void;
  /** Ends the waiting. */
  signal?: AbortSignal | undefined;
}

/**
 * Runs `work` while no other process does work of this kind on the database: the second one waits. A process that is
 * killed lets go of it, because the lock is its connection's.
 *
 * @param url straight to the server: behind a pooler a session's lock means nothing
 * @throws MigrateError LOCK_NOT_AVAILABLE when another process does not end in time, INTERRUPTED, and as `connect`
 */
export async function withDatabaseLock<T>(
  url: string,
  work: (client: Client) => Promise<T>,
  options: LockOptions = {},
): Promise<T> {
  return withConnection(url, async (client) => {
    await waitForLock(client, OURS, options);
    return await work(client);
  });
}

/**
 * Waits until no engine migrates the database: one whose deployer was killed goes on until its statement ends, and has
 * nobody else to tell of it.
 *
 * @throws MigrateError LOCK_NOT_AVAILABLE when it does not end in time
 */
export async function waitForEngine(client: Client, options: LockOptions = {}): Promise<void> {
  await waitForLock(client, ENGINE, options);
  await client.query(`SELECT pg_advisory_unlock(${ENGINE})`);
}

/**
 * Runs `work` while no engine, whoever started it, migrates the database. Sessions that work for it share the lock by
 * `shareEngineLock`: when the process is killed, the lock stays as long as the last of their statements runs.
 *
 * @throws MigrateError LOCK_NOT_AVAILABLE when one does not end in time, and as `connect`
 */
export async function withEngineLock<T>(
  url: string,
  work: () => Promise<T>,
  options: LockOptions = {},
): Promise<T> {
  return withConnection(url, async (client) => {
    await waitForLock(client, ENGINE, options);
    await shareEngineLock(client);
    await client.query(`SELECT pg_advisory_unlock(${ENGINE})`);
    return await work();
  });
}

/** Keeps engines off for as long as this session lasts, beside the session that waited for them. */
export async function shareEngineLock(client: Client): Promise<void> {
  await client.query(`SELECT pg_advisory_lock_shared(${ENGINE})`);
}

/** The sessions in which an engine migrates the database right now. */
export function engineSessions(client: Client): Promise<Session[]> {
  return advisoryHolders(client, ENGINE);
}

// Tried again and again rather than waited for: a statement that waits holds a snapshot, for whose end a
// CREATE INDEX CONCURRENTLY of the one that has the lock would wait in turn, and neither would ever end.
async function waitForLock(
  client: Client,
  key: string,
  { timeout, onWait, signal }: LockOptions,
): Promise<void> {
  const begun = Date.now();
  let told = '';
  for (;;) {
    const { rows } = await client.query<{ taken: boolean }>(`SELECT pg_try_advisory_lock(${key}) AS taken`);
    if (rows[0]?.taken) return;
    const holders = onWait || timeout !== undefined ? await advisoryHolders(client, key) : [];
    const pids = holders.map(({ pid }) => pid).join();
    if (holders.length > 0 && pids !== told) {
      told = pids;
      onWait?.(holders);
    }
    if (timeout !== undefined && Date.now() - begun >= timeout) throw notAvailable(timeout, holders);
    stopIfAborted(signal);
    await sleep(PAUSE);
  }
}

function notAvailable(timeout: number, holders: readonly Session[]): MigrateError {
  const who =
    holders.length === 0 ? 'a session that has just ended' : holders.map(describeSession).join(', ');
  return new MigrateError(
    'LOCK_NOT_AVAILABLE',
    `Another process works on this database and did not end within ${timeout / 1000} s: ${who}. Nothing was changed. Wait for it; where it is known to be dead, an administrator ends it with SELECT pg_terminate_backend(${holders[0]?.pid ?? 'pid'}).`,
  );
}
