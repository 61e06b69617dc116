import { execFileSync } from 'node:child_process';
import { readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { PostgresError, systemCode } from './errors.ts';
import { identityOf, sendSignal, waitUntil } from './processes.ts';

/** What the data folder says about its server. `crashed`: it ended without cleaning up. */
export type Postmaster =
  | { state: 'running'; pid: number; port: number; ready: boolean }
  | { state: 'crashed' }
  | { state: 'stopped' };

const FAST_STOP_MILLISECONDS = 15_000;
const IMMEDIATE_STOP_MILLISECONDS = 5_000;

/** Reads `postmaster.pid`, and believes it only as far as the process it names is the server of this folder. */
export async function findPostmaster(dataDirectory: string): Promise<Postmaster> {
  let text: string;
  try {
    text = await readFile(pidFile(dataDirectory), 'utf8');
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(systemCode(error) ?? '')) return { state: 'stopped' };
    throw error;
  }
  const lines = text.split('\n');
  const pid = Number(lines[0]);
  if (!(await serves(pid, dataDirectory))) return { state: 'crashed' };
  return { state: 'running', pid, port: Number(lines[3] ?? 0), ready: lines[7]?.trim() === 'ready' };
}

/**
 * Stops the server of the data folder: its clients are disconnected, open transactions rolled back. One that does
 * not obey within 15 s is stopped at once, and recovers at its next start.
 *
 * @throws PostgresError STOP_FAILED
 */
export async function stopPostmaster(dataDirectory: string): Promise<boolean> {
  const found = await findPostmaster(dataDirectory);
  if (found.state !== 'running') return false;
  const steps: readonly [NodeJS.Signals, number][] = [
    ['SIGINT', FAST_STOP_MILLISECONDS],
    ['SIGQUIT', IMMEDIATE_STOP_MILLISECONDS],
    ['SIGKILL', IMMEDIATE_STOP_MILLISECONDS],
  ];
  const identity = identityOf(found.pid);
  const gone = () => identityOf(found.pid) !== identity;
  for (const [signal, milliseconds] of steps) {
    if (gone()) return true;
    sendSignal(found.pid, signal);
    if (await waitUntil(gone, milliseconds)) return true;
  }
  throw new PostgresError(
    'STOP_FAILED',
    `The server in ${dataDirectory} (process ${found.pid}) does not end, not even when killed. Look at it with ps.`,
  );
}

/**
 * Removes what a killed server left: its remaining children, which would keep the next one from starting, and its
 * pid file, which PostgreSQL would believe if the id were used by another process now.
 */
export async function clearCrash(dataDirectory: string): Promise<void> {
  const none = async () => (await leftovers(dataDirectory)).length === 0;
  // They notice by themselves, except one that is busy.
  if (!(await waitUntil(none, 3_000, 50))) {
    for (const pid of await leftovers(dataDirectory)) sendSignal(pid, 'SIGKILL');
    await waitUntil(none, 2_000, 50);
  }
  await rm(pidFile(dataDirectory), { force: true });
}

function pidFile(dataDirectory: string): string {
  return join(dataDirectory, 'postmaster.pid');
}

/** Whether the process runs and is PostgreSQL on this very folder. */
async function serves(pid: number, dataDirectory: string): Promise<boolean> {
  if (identityOf(pid) === undefined) return false;
  if (process.platform !== 'linux') return commandLine(pid).includes(dataDirectory);
  return (await worksIn(pid, dataDirectory)) ?? (await linuxCommandLine(pid)).includes(dataDirectory);
}

/** Whether the process's working folder is this one, by inode; undefined when we may not know. */
async function worksIn(pid: number, folder: string): Promise<boolean | undefined> {
  try {
    const [theirs, ours] = await Promise.all([stat(`/proc/${pid}/cwd`), stat(folder)]);
    return theirs.dev === ours.dev && theirs.ino === ours.ino;
  } catch (error) {
    return systemCode(error) === 'ENOENT' ? false : undefined;
  }
}

async function leftovers(dataDirectory: string): Promise<number[]> {
  if (process.platform !== 'linux') return [];
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
  const found: number[] = [];
  for (const pid of pids) {
    if ((await worksIn(pid, dataDirectory)) !== true || identityOf(pid) === undefined) continue;
    // A shell that somebody has open in the data folder is none of ours.
    if ((await linuxCommandLine(pid)).startsWith('postgres')) found.push(pid);
  }
  return found;
}

async function linuxCommandLine(pid: number): Promise<string> {
  return readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
}

function commandLine(pid: number): string {
  try {
    return execFileSync('/bin/ps', ['-o', 'command=', '-ww', '-p', String(pid)], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
  } catch {
    return '';
  }
}
