/**
 * The keeper: a small process beside each server that stops it when its last user is gone, however that user
 * ended. It is the server's parent; a server whose keeper was killed gets another at the next start.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { PostgresError } from './errors.ts';
import { exists, readJson, type ServerFolder, serverFolder, writeJson } from './folder.ts';
import type { KeeperOrder, KeeperReport } from './keeper-protocol.ts';
import { countUsers, refHere } from './leases.ts';
import { withLock } from './lock.ts';
import { findPostmaster, stopPostmaster } from './postmaster.ts';
import { waitUntil } from './processes.ts';
import { serverEnvironment } from './settings.ts';

const WATCH_MILLISECONDS = 400;

let ended = false;
let asked = false;

function report(message: KeeperReport): void {
  if (process.connected) process.send?.(message, () => undefined);
}

function launch({ program, args, account }: NonNullable<KeeperOrder['launch']>): ChildProcess {
  const child = spawn(program, args, {
    ...account,
    cwd: '/',
    env: serverEnvironment(),
    // The log, opened by whoever may open it.
    stdio: ['ignore', 'inherit', 'inherit'],
    detached: true,
  });
  child.once('error', (error) => {
    ended = true;
    report({ kind: 'failed', reason: error.message });
  });
  child.once('exit', () => {
    ended = true;
    report({ kind: 'ended' });
  });
  return child;
}

async function isWanted(folder: ServerFolder): Promise<boolean> {
  // A deleted checkout wants nothing.
  if (asked || !(await exists(folder.users))) return false;
  return (await exists(folder.stay)) || (await countUsers(folder)) > 0;
}

async function isServing(order: KeeperOrder, child: ChildProcess | undefined): Promise<boolean> {
  if (child !== undefined) return !ended;
  return (await findPostmaster(order.dataDirectory)).state === 'running';
}

async function stop(order: KeeperOrder, child: ChildProcess | undefined): Promise<void> {
  if (await stopPostmaster(order.dataDirectory)) return;
  // Its pid file went with a deleted folder, or was not written yet.
  for (const signal of ['SIGINT', 'SIGKILL'] as const) {
    if (child === undefined || ended) return;
    child.kill(signal);
    await waitUntil(() => ended, 5_000);
  }
}

/** Stops the server if nobody wants it, and says whether it did; a user who comes at this moment waits. */
async function stopIfUnwanted(
  folder: ServerFolder,
  order: KeeperOrder,
  child: ChildProcess | undefined,
): Promise<boolean> {
  if (await isWanted(folder)) return false;
  // In a deleted checkout there is nothing to lock.
  if (!(await exists(folder.users))) {
    await stop(order, child);
    return true;
  }
  try {
    // Not waiting for the lock: its holder may be stopping the server, and then waits for our end.
    return await withLock(folder.root, { timeout: 0 }, async () => {
      if (await isWanted(folder)) return false;
      await stop(order, child);
      return true;
    });
  } catch (error) {
    if (error instanceof PostgresError && error.code === 'LOCK_TIMEOUT') return false;
    throw error;
  }
}

async function isOwnRecord(folder: ServerFolder): Promise<boolean> {
  const record = await readJson(folder.keeper);
  return typeof record === 'object' && record !== null && 'pid' in record && record.pid === process.pid;
}

async function watch(order: KeeperOrder): Promise<void> {
  const folder = serverFolder(order.root, order.major);
  await writeJson(folder.keeper, await refHere(folder));
  const child = order.launch === undefined ? undefined : launch(order.launch);
  const childEnd = new Promise((resolve) => child?.once('exit', resolve));
  report({ kind: 'watching' });
  while (await isServing(order, child)) {
    try {
      if (await stopIfUnwanted(folder, order, child)) break;
    } catch (error) {
      process.stderr.write(`keeper: ${error instanceof Error ? error.message : String(error)}\n`);
    }
    await Promise.race([sleep(WATCH_MILLISECONDS), childEnd]);
  }
  // Another keeper may have taken over while the server crashed and was started again.
  if (await isOwnRecord(folder)) await rm(folder.keeper, { force: true });
}

process.once('message', (order: KeeperOrder) => {
  watch(order).then(
    () => process.exit(0),
    (error: unknown) => {
      report({ kind: 'failed', reason: error instanceof Error ? error.message : String(error) });
      process.exit(1);
    },
  );
});
// A terminal that closes is no reason to stop; the machine that shuts down is.
process.on('SIGHUP', () => undefined);
process.on('SIGINT', () => undefined);
process.on('SIGTERM', () => {
  asked = true;
});
// Started, and its starter gone before it said what to do.
setTimeout(() => process.connected || process.exit(0), 10_000).unref();
