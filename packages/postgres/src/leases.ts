import { randomUUID } from 'node:crypto';
import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { systemCode } from './errors.ts';
import { exists, readJson, type ServerFolder, writeJson } from './folder.ts';
import { isAlive, type ProcessRef, self } from './processes.ts';

/**
 * A lease says that a process uses the server: a file with the process's id and identity. It ends with the
 * process, however that ends. It names its folder too, so that the leases in a copied checkout do not count.
 */
export interface Lease {
  path: string;
}

export async function takeLease(folder: ServerFolder): Promise<Lease> {
  const path = join(folder.users, `${process.pid}-${randomUUID()}.json`);
  await writeJson(path, await refHere(folder));
  return { path };
}

export async function isHeld(lease: Lease): Promise<boolean> {
  return exists(lease.path);
}

export async function endLease(lease: Lease): Promise<void> {
  await rm(lease.path, { force: true });
}

/** The leases whose process still runs; those of ended ones are removed on the way. */
export async function countUsers(folder: ServerFolder): Promise<number> {
  let users = 0;
  for (const name of await leaseNames(folder)) {
    const path = join(folder.users, name);
    if (await isRefAlive(folder, path)) users += 1;
    // Tidying only: the lease may be another user's, in a folder that we may just read.
    else await rm(path, { force: true }).catch(() => undefined);
  }
  return users;
}

export async function endAllLeases(folder: ServerFolder): Promise<void> {
  for (const name of await leaseNames(folder)) await rm(join(folder.users, name), { force: true });
}

/** This process, as a user of this folder. */
export async function refHere(folder: ServerFolder): Promise<ProcessRef & { folder: string }> {
  return { ...self(), folder: await folderIdentity(folder) };
}

/** Whether the process that a file of this folder names still runs. */
export async function isRefAlive(folder: ServerFolder, path: string): Promise<boolean> {
  const ref = await readJson(path);
  if (typeof ref !== 'object' || ref === null) return false;
  const { pid, identity, folder: home } = ref as Record<string, unknown>;
  if (typeof pid !== 'number' || typeof identity !== 'string') return false;
  return home === (await folderIdentity(folder)) && isAlive({ pid, identity });
}

async function leaseNames(folder: ServerFolder): Promise<string[]> {
  try {
    return (await readdir(folder.users)).filter((name) => name.endsWith('.json'));
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return [];
    throw error;
  }
}

async function folderIdentity(folder: ServerFolder): Promise<string> {
  const { dev, ino } = await stat(folder.users);
  return `${dev}:${ino}`;
}
