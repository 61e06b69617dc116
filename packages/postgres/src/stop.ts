import { rm } from 'node:fs/promises';
import { clearly, findFolder, serverFolder } from './folder.ts';
import { countUsers, endAllLeases } from './leases.ts';
import { withLock } from './lock.ts';
import { stopAndWait } from './release.ts';
import { MAJORS, type PostgresMajor } from './versions.ts';

export interface StopOptions {
  directory: string;
  /** Default: every version that runs. */
  version?: PostgresMajor;
}

export interface StopResult {
  /** Whether a server ran. */
  stopped: boolean;
  /** How many users it had; their connections are closed. */
  users: number;
}

const LOCK_MILLISECONDS = 120_000;

/**
 * Stops the folder's server, whoever uses it and even if it was asked to stay. The data is kept.
 * When nothing runs it does nothing.
 *
 * @throws PostgresError DIRECTORY_FOREIGN, DIRECTORY_UNUSABLE, STOP_FAILED, LOCK_TIMEOUT
 */
export async function stopServer(options: StopOptions): Promise<StopResult> {
  return clearly(options.directory, () => stopAll(options));
}

async function stopAll(options: StopOptions): Promise<StopResult> {
  const root = await findFolder(options.directory);
  if (root === undefined) return { stopped: false, users: 0 };
  return withLock(root, { timeout: LOCK_MILLISECONDS }, () => stopVersions(root, options.version));
}

/** The same for a caller that holds the lock. */
export async function stopVersions(root: string, only?: PostgresMajor): Promise<StopResult> {
  const result = { stopped: false, users: 0 };
  for (const major of only === undefined ? MAJORS : [only]) {
    const folder = serverFolder(root, major);
    const users = await countUsers(folder);
    await rm(folder.stay, { force: true });
    await endAllLeases(folder);
    if (await stopAndWait(folder)) {
      result.stopped = true;
      result.users += users;
    }
  }
  return result;
}
