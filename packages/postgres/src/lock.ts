import { randomUUID } from 'node:crypto';
import { readdir, readlink, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { PostgresError, systemCode } from './errors.ts';
import { isAlive, self } from './processes.ts';

export interface LockOptions {
  /** How long to wait for the present holder, in milliseconds. */
  timeout: number;
  /** Said once when the lock is not free at once. */
  onWait?: (holder: number) => void;
}

const POLL_MILLISECONDS = 20;
const FREE = 'free';

/**
 * Runs `work` while no other process, and no other caller in this one, runs work under the same folder's lock.
 *
 * The lock outlives nobody: the next caller takes it over from a process that was killed. It is a chain of
 * symbolic links `lock.<n>` whose highest one counts, because a link and its content come to be in one step,
 * and a chain that only grows at its end cannot be taken over twice.
 *
 * @throws PostgresError LOCK_TIMEOUT
 */
export async function withLock<T>(folder: string, options: LockOptions, work: () => Promise<T>): Promise<T> {
  const held = await acquire(folder, options);
  try {
    return await work();
  } finally {
    await release(folder, held);
  }
}

async function acquire(folder: string, options: LockOptions): Promise<number> {
  const end = Date.now() + options.timeout;
  const { pid, identity } = self();
  const mine = `${pid}:${identity}:${randomUUID()}`;
  let told = false;
  for (;;) {
    const top = await highest(folder);
    const content = top === 0 ? FREE : await contentOf(folder, top);
    const holder = content === undefined ? undefined : holderOf(content);
    if (content !== undefined && holder === undefined && (await link(folder, top + 1, mine))) {
      // Somebody may have moved on between the look and the link; then ours is not the end of the chain.
      if ((await highest(folder)) === top + 1) {
        await removeBelow(folder, top + 1);
        return top + 1;
      }
      await rm(linkPath(folder, top + 1), { force: true });
    }
    if (holder !== undefined && !told) {
      told = true;
      options.onWait?.(holder);
    }
    if (Date.now() >= end) {
      throw new PostgresError(
        'LOCK_TIMEOUT',
        `Waited ${Math.round(options.timeout / 1000)} s for process ${holder ?? 'unknown'}, which is starting or stopping the server in ${folder}. If that process hangs, end it and try again.`,
      );
    }
    await sleep(POLL_MILLISECONDS);
  }
}

async function release(folder: string, held: number): Promise<void> {
  try {
    if (await link(folder, held + 1, FREE)) await rm(linkPath(folder, held), { force: true });
  } catch (error) {
    // The folder was deleted meanwhile, and the lock with it.
    if (systemCode(error) !== 'ENOENT') throw error;
  }
}

function linkPath(folder: string, number: number): string {
  return join(folder, `lock.${number}`);
}

/** The process that holds the lock, or undefined when it is free or its holder is gone. */
function holderOf(content: string): number | undefined {
  const [pid, identity] = content.split(':');
  if (pid === undefined || identity === undefined) return undefined;
  return isAlive({ pid: Number(pid), identity }) ? Number(pid) : undefined;
}

async function contentOf(folder: string, number: number): Promise<string | undefined> {
  try {
    return await readlink(linkPath(folder, number));
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

async function link(folder: string, number: number, content: string): Promise<boolean> {
  try {
    await symlink(content, linkPath(folder, number));
    return true;
  } catch (error) {
    if (systemCode(error) === 'EEXIST') return false;
    throw error;
  }
}

async function numbers(folder: string): Promise<number[]> {
  const names = await readdir(folder);
  return names.flatMap((name) => /^lock\.(\d+)$/.exec(name)?.[1] ?? []).map(Number);
}

async function highest(folder: string): Promise<number> {
  return Math.max(0, ...(await numbers(folder)));
}

async function removeBelow(folder: string, limit: number): Promise<void> {
  const old = (await numbers(folder)).filter((number) => number < limit);
  await Promise.all(old.map((number) => rm(linkPath(folder, number), { force: true })));
}
