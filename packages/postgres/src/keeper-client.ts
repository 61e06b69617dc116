import { type ChildProcess, spawn } from 'node:child_process';
import { open, rename, stat } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { ServerFolder } from './folder.ts';
import type { KeeperOrder, KeeperReport } from './keeper-protocol.ts';
import { isRefAlive } from './leases.ts';

const LOG_LIMIT_BYTES = 5_000_000;

/** The keeper as its starter sees it until the server is ready. */
export interface Keeper {
  /** What went wrong, once something has: the server ended, or could not be started. */
  failure(): string | undefined;
  /** From now on it is on its own, and keeps neither this process alive nor its channel open. */
  leave(): void;
}

/** Whether a keeper watches over this folder's server. */
export async function hasKeeper(folder: ServerFolder): Promise<boolean> {
  return isRefAlive(folder, folder.keeper);
}

/** Starts a keeper, which outlives this process. */
export async function startKeeper(folder: ServerFolder, order: KeeperOrder): Promise<Keeper> {
  const log = await open(folder.log, 'a', 0o600);
  try {
    // In its own session: Ctrl-C reaches neither it nor the server. Nothing of the caller's environment either.
    const child = spawn(process.execPath, [keeperProgram(), folder.home], {
      cwd: '/',
      detached: true,
      env: { PATH: '/usr/local/bin:/usr/bin:/bin', TZ: 'UTC' },
      stdio: ['ignore', log.fd, log.fd, 'ipc'],
    });
    return await converse(child, order);
  } finally {
    await log.close();
  }
}

/** Begins a new log when the old one is long; answers the length at which the next start's lines begin. */
export async function turnLog(folder: ServerFolder): Promise<number> {
  const size = await stat(folder.log).then(
    (found) => found.size,
    () => 0,
  );
  if (size <= LOG_LIMIT_BYTES) return size;
  await rename(folder.log, `${folder.log}.1`);
  return 0;
}

async function converse(child: ChildProcess, order: KeeperOrder): Promise<Keeper> {
  let failure: string | undefined;
  await new Promise<void>((resolve) => {
    const fail = (reason: string) => {
      failure ??= reason;
      resolve();
    };
    child.on('message', (report: KeeperReport) => {
      if (report.kind === 'watching') resolve();
      else fail(report.kind === 'failed' ? report.reason : 'it ended');
    });
    child.once('error', (error) => fail(error.message));
    child.once('exit', () => fail('its keeper ended'));
    child.send(order, (error) => error !== null && fail(error.message));
  });
  return {
    failure: () => failure,
    leave() {
      if (child.connected) child.disconnect();
      child.unref();
    },
  };
}

/** The program beside this file: compiled when this is, else the source, which Node runs as it is. */
function keeperProgram(): string {
  const name = import.meta.url.endsWith('.ts') ? './keeper.ts' : './keeper.js';
  return fileURLToPath(new URL(name, import.meta.url));
}
