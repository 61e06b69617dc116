import type { ChildProcess } from 'node:child_process';
import { setTimeout as wait } from 'node:timers/promises';
import type { Client } from 'pg';
import { connected, STORM } from './databases.ts';
import type { Moment, Target } from './moment.ts';

/** Longest that a lock is held, in milliseconds. */
const HELD = 2000;

/**
 * Waits for the moment in what `child` does, and lets it go wrong.
 *
 * @param random decides which session is hit
 * @returns whether it was still under way
 */
export async function strike(
  url: string,
  child: ChildProcess,
  moment: Moment,
  random: () => number,
): Promise<boolean> {
  const isRunning = () => child.exitCode === null && child.signalCode === null;
  await connected(url, (client) => untilThere(client, moment, isRunning));
  await wait(moment.delay);
  if (!isRunning()) return false;
  switch (moment.target) {
    case 'command':
      return signal(-(child.pid ?? 0));
    case 'orgdb':
      return signal(child.pid ?? 0);
    case 'lock':
      return connected(url, (client) => holdLock(client, isRunning));
    default:
      return connected(url, (client) => endSession(client, moment.target, random));
  }
}

async function untilThere(
  client: Client,
  { work, migrations }: Moment,
  isRunning: () => boolean,
): Promise<void> {
  const condition = work === 'deploy' ? 'rolled_back_at IS NULL' : 'finished_at IS NULL';
  // The first migration is there from the beginning.
  const wanted = work === 'deploy' ? migrations + 1 : migrations;
  while (isRunning()) {
    const { rows } = await client.query<{ count: number }>(
      `SELECT count(DISTINCT migration_name)::int AS count FROM _prisma_migrations WHERE ${condition}`,
    );
    if ((rows[0]?.count ?? 0) >= wanted) return;
    await wait(3);
  }
}

async function endSession(client: Client, target: Target, random: () => number): Promise<boolean> {
  const { rows } = await client.query<{ pid: number }>(
    `SELECT pid FROM pg_stat_activity
     WHERE datname = current_database() AND backend_type = 'client backend' AND application_name <> $1 ORDER BY pid`,
    [STORM],
  );
  const pid = rows[Math.floor(random() * rows.length)]?.pid;
  if (pid === undefined) return false;
  // When one of its processes dies this way, the server ends all others and recovers from its log.
  if (target === 'server') return signal(pid);
  await client.query('SELECT pg_terminate_backend($1)', [pid]);
  return true;
}

async function holdLock(client: Client, isRunning: () => boolean): Promise<boolean> {
  const begun = Date.now();
  await client.query("BEGIN; SET LOCAL lock_timeout = '1s'");
  const { rows } = await client.query<{ name: string }>(
    "SELECT relname AS name FROM pg_class WHERE relname IN ('items', 't') AND relnamespace = 'public'::regnamespace",
  );
  try {
    await client.query(`LOCK TABLE ${rows.map(({ name }) => name).join(', ')} IN ROW EXCLUSIVE MODE`);
    await client.query(`LOCK TABLE ${rows.map(({ name }) => name).join(', ')} IN SHARE ROW EXCLUSIVE MODE`);
  } catch {
    return false;
  }
  while (isRunning() && Date.now() - begun < HELD) await wait(20);
  await client.query('ROLLBACK');
  return true;
}

function signal(pid: number): boolean {
  try {
    process.kill(pid, 'SIGKILL');
    return true;
  } catch {
    // It has ended by itself.
    return false;
  }
}
