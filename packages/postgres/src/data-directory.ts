import { randomUUID } from 'node:crypto';
import { chmod, lstat, mkdir, readFile, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { type Account, canEnter } from './account.ts';
import { PostgresError } from './errors.ts';
import { exists, readJson, readState, type ServerFolder, serverFolder, writeJson } from './folder.ts';
import { isOutsideDataFolder, outsideDataFolder } from './system-folder.ts';

const OWNER = 'owner.json';

/**
 * Where this server's data is, or would be: `data` in its folder, else the place outside that its state names and
 * that names it in return. Undefined when the state speaks of a place that is not (any more) its own.
 */
export async function dataDirectoryOf(folder: ServerFolder): Promise<string | undefined> {
  const outside = (await readState(folder))?.outside;
  if (outside === undefined) return join(folder.home, 'data');
  return (await isOwnOutside(folder, outside)) ? outside : undefined;
}

/** Where a new cluster goes: inside, unless the server's account cannot get there (a checkout under /root). */
export async function newDataDirectory(folder: ServerFolder, account: Account | undefined): Promise<string> {
  if (account === undefined || (await canEnter(account, folder.home))) return join(folder.home, 'data');
  const slot = join(await outsideDataFolder(), randomUUID());
  await mkdir(slot);
  await chmod(slot, 0o711);
  await writeJson(join(slot, OWNER), { home: folder.home });
  return join(slot, 'data');
}

/** Whether a data folder is outside, so that the state has to name it. */
export function isOutside(folder: ServerFolder, dataDirectory: string): boolean {
  return dataDirectory !== join(folder.home, 'data');
}

/** Deletes the data, and the place made for it when it is outside. */
export async function deleteData(folder: ServerFolder, dataDirectory: string): Promise<void> {
  if (await exists(dataDirectory)) {
    // First out of the way in one step: a reset that is killed must not leave half a cluster under the name.
    const doomed = join(dirname(dataDirectory), `new-${randomUUID()}`);
    await rename(dataDirectory, doomed);
    await rm(doomed, { recursive: true, force: true });
  }
  if (isOutside(folder, dataDirectory)) await rm(dirname(dataDirectory), { recursive: true, force: true });
}

/** @throws PostgresError DATA_UNUSABLE when the folder holds another major version's data, or none */
export async function requireMajor(folder: ServerFolder, dataDirectory: string): Promise<void> {
  const file = join(dataDirectory, 'PG_VERSION');
  const found = (await exists(file)) ? (await readFile(file, 'utf8')).trim() : 'no';
  if (found === String(folder.major)) return;
  throw new PostgresError(
    'DATA_UNUSABLE',
    `${dataDirectory} holds ${found} PostgreSQL data instead of version ${folder.major}'s. Nothing was changed; move it away, or reset the server.`,
  );
}

// The state file lies in the checkout, where anybody who wrote the checkout may have put it: it must not lead root
// to a folder that we did not make.
async function isOwnOutside(folder: ServerFolder, dataDirectory: string): Promise<boolean> {
  const slot = dirname(dataDirectory);
  const named = basename(dataDirectory) === 'data' && /^[0-9a-f-]{36}$/.test(basename(slot));
  if (!named || !isOutsideDataFolder(dirname(slot)) || !(await exists(slot))) return false;
  const { uid } = await lstat(slot);
  const owner = await readJson(join(slot, OWNER));
  if (uid !== 0 || typeof owner !== 'object' || owner === null || !('home' in owner)) return false;
  if (owner.home === folder.home) return true;
  // Moved here, unless the old place still uses it: then this folder is a copy and gets data of its own.
  if (typeof owner.home !== 'string') return false;
  const old = serverFolder(dirname(owner.home), folder.major);
  if ((await readState(old))?.outside === dataDirectory) return false;
  if (process.getuid?.() === 0) await writeJson(join(slot, OWNER), { home: folder.home });
  return true;
}
