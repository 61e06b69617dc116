import { chmod, lstat, mkdir, readdir, readFile, realpath, rename, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { isRoot } from './account.ts';
import { PostgresError, systemCode } from './errors.ts';
import type { Profile } from './settings.ts';
import type { PostgresMajor } from './versions.ts';

const MARKER = 'org-postgres.json';
// Names only to pass through: the server's account must reach the data below, and sees nothing else.
const PASSABLE = 0o711;

/** The files of one major version's server. */
export interface ServerFolder {
  /** The folder that the lock lies in, shared by all versions. */
  root: string;
  major: PostgresMajor;
  home: string;
  state: string;
  password: string;
  log: string;
  users: string;
  keeper: string;
  stay: string;
}

/** What is remembered between two starts. */
export interface ServerState {
  port: number;
  profile: Profile;
  /** The data folder when it could not be inside; inside it is found by name, so a checkout can be moved. */
  outside?: string;
}

export function serverFolder(root: string, major: PostgresMajor): ServerFolder {
  const home = join(root, String(major));
  return {
    root,
    major,
    home,
    state: join(home, 'state.json'),
    password: join(home, 'password'),
    log: join(home, 'server.log'),
    users: join(home, 'users'),
    keeper: join(home, 'keeper.json'),
    stay: join(home, 'stay'),
  };
}

/**
 * Makes the folder ours, or finds that it is; answers its real path.
 *
 * @throws PostgresError DIRECTORY_FOREIGN when it holds something else, DIRECTORY_UNUSABLE when it cannot be made
 */
export async function claimFolder(directory: string): Promise<string> {
  const path = resolve(directory);
  try {
    const created = await mkdir(path, { recursive: true });
    if (created !== undefined && isRoot()) await chmod(path, PASSABLE);
    if (!(await isOurs(path))) {
      if ((await readdir(path)).length > 0 && !(await isOurs(path))) throw foreign(path);
      const about = { about: 'Local PostgreSQL servers of @org/postgres; made and deleted by it.' };
      await writeFile(join(path, MARKER), `${JSON.stringify(about)}\n`);
      await writeFile(join(path, '.gitignore'), '*\n');
    }
    return await realpath(path);
  } catch (cause) {
    throw unusable(path, cause);
  }
}

/**
 * The real path of a folder that is ours; undefined when there is none, or an empty one.
 *
 * @throws PostgresError DIRECTORY_FOREIGN, DIRECTORY_UNUSABLE
 */
export async function findFolder(directory: string): Promise<string | undefined> {
  const path = resolve(directory);
  try {
    if (await isOurs(path)) return await realpath(path);
    if ((await readdir(path)).length > 0 && !(await isOurs(path))) throw foreign(path);
    return undefined;
  } catch (cause) {
    if (systemCode(cause) === 'ENOENT') return undefined;
    throw unusable(path, cause);
  }
}

export async function makeHome(folder: ServerFolder): Promise<void> {
  try {
    await mkdir(folder.users, { recursive: true });
    if (isRoot()) await chmod(folder.home, PASSABLE);
  } catch (cause) {
    throw unusable(folder.home, cause);
  }
}

export async function readState(folder: ServerFolder): Promise<ServerState | undefined> {
  const found = await readJson(folder.state);
  if (typeof found !== 'object' || found === null) return undefined;
  const { port, profile, outside } = found as Record<string, unknown>;
  if (typeof port !== 'number') return undefined;
  return {
    port,
    profile: profile === 'test' ? 'test' : 'development',
    ...(typeof outside === 'string' ? { outside } : {}),
  };
}

export async function writeState(folder: ServerFolder, state: ServerState): Promise<void> {
  await writeJson(folder.state, state);
}

/** The parsed content of a file; undefined when it is missing or torn. */
export async function readJson(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8'));
  } catch (error) {
    if (error instanceof SyntaxError || systemCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/** Replaces a file in one step, so that no reader sees half of it. */
export async function writeJson(path: string, content: unknown): Promise<void> {
  const next = `${path}.${process.pid}.new`;
  await writeFile(next, `${JSON.stringify(content, null, 2)}\n`);
  await rename(next, path);
}

/** Whether something lies at the path, a dangling link included. */
export async function exists(path: string): Promise<boolean> {
  try {
    await lstat(path);
    return true;
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(systemCode(error) ?? '')) return false;
    throw error;
  }
}

/** Runs work on a folder; what the system refuses there becomes a clear error. */
export async function clearly<T>(directory: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    throw systemCode(cause) === undefined ? cause : unusable(resolve(directory), cause);
  }
}

function isOurs(path: string): Promise<boolean> {
  return exists(join(path, MARKER));
}

function foreign(path: string): PostgresError {
  return new PostgresError(
    'DIRECTORY_FOREIGN',
    `${path} holds files that are not of this package, so nothing is created, stopped or deleted in it. Name another folder, or empty this one.`,
  );
}

function unusable(path: string, cause: unknown): PostgresError {
  if (cause instanceof PostgresError) return cause;
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new PostgresError(
    'DIRECTORY_UNUSABLE',
    `Cannot use ${path}: ${reason}. If another user (root?) made it, let that user reset it, or change its owner.`,
    { cause },
  );
}
