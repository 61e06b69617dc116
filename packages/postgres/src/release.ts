import { dataDirectoryOf } from './data-directory.ts';
import { exists, type ServerFolder } from './folder.ts';
import { hasKeeper } from './keeper-client.ts';
import { countUsers, endLease, isHeld, type Lease } from './leases.ts';
import { withLock } from './lock.ts';
import { stopPostmaster } from './postmaster.ts';
import { waitUntil } from './processes.ts';

const LOCK_MILLISECONDS = 120_000;
const KEEPER_END_MILLISECONDS = 3_000;

/**
 * Ends a lease, and stops the server when it was the last and nobody asked it to stay.
 * A second call, or one after `stopServer`, does nothing.
 */
export async function leave(folder: ServerFolder, lease: Lease): Promise<void> {
  if (!(await isHeld(lease))) return;
  await withLock(folder.root, { timeout: LOCK_MILLISECONDS }, async () => {
    if (!(await isHeld(lease))) return;
    await endLease(lease);
    if ((await exists(folder.stay)) || (await countUsers(folder)) > 0) return;
    await stopAndWait(folder);
  });
}

/** Stops the server of a folder, its keeper included; false when it did not run. Call it under the lock. */
export async function stopAndWait(folder: ServerFolder): Promise<boolean> {
  const dataDirectory = await dataDirectoryOf(folder);
  const stopped = dataDirectory !== undefined && (await stopPostmaster(dataDirectory));
  // It ends by itself once it sees that the server did.
  if (stopped) await waitUntil(async () => !(await hasKeeper(folder)), KEEPER_END_MILLISECONDS);
  return stopped;
}
