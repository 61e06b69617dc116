import { rm } from 'node:fs/promises';
import { dataDirectoryOf, deleteData } from './data-directory.ts';
import { clearly, findFolder, serverFolder } from './folder.ts';
import { withLock } from './lock.ts';
import { stopVersions } from './stop.ts';
import { MAJORS, type PostgresMajor } from './versions.ts';

export interface ResetOptions {
  directory: string;
  /** Default: every version. */
  version?: PostgresMajor;
}

const LOCK_MILLISECONDS = 120_000;

/**
 * Stops the folder's server and deletes its data, password, port and log. The next start begins anew.
 *
 * @throws PostgresError DIRECTORY_FOREIGN for a folder that was not made by this package, DIRECTORY_UNUSABLE,
 * STOP_FAILED, LOCK_TIMEOUT
 */
export async function resetServer(options: ResetOptions): Promise<void> {
  return clearly(options.directory, () => reset(options));
}

async function reset(options: ResetOptions): Promise<void> {
  const root = await findFolder(options.directory);
  if (root === undefined) return;
  await withLock(root, { timeout: LOCK_MILLISECONDS }, async () => {
    await stopVersions(root, options.version);
    for (const major of options.version === undefined ? MAJORS : [options.version]) {
      const folder = serverFolder(root, major);
      const dataDirectory = await dataDirectoryOf(folder);
      if (dataDirectory !== undefined) await deleteData(folder, dataDirectory);
      await rm(folder.home, { recursive: true, force: true });
    }
  });
}
