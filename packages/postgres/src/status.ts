import { dataDirectoryOf } from './data-directory.ts';
import { clearly, exists, findFolder, readState, serverFolder } from './folder.ts';
import { countUsers } from './leases.ts';
import { findPostmaster } from './postmaster.ts';
import { DEFAULT_MAJOR, MAJORS, type PostgresMajor } from './versions.ts';

export interface StatusOptions {
  directory: string;
  /** Default: the one that runs, else the newest that has data, else 18. */
  version?: PostgresMajor;
}

/** What is known of a folder's server. */
export interface ServerStatus {
  /** `crashed`: it ended without a shutdown, and recovers at its next start. */
  state: 'running' | 'stopped' | 'crashed';
  version: PostgresMajor;
  /** Only when it runs. */
  pid?: number;
  /** The one in use, or the one remembered for the next start. */
  port?: number;
  /** How many users it has now. */
  users: number;
  /** Whether it was asked to stay when the last of them leaves. */
  stay: boolean;
  /** Undefined when it was never set up. */
  dataDirectory?: string;
  /** The server's log, for a person to read. */
  log?: string;
}

/**
 * Looks, and changes nothing.
 *
 * @throws PostgresError DIRECTORY_FOREIGN, DIRECTORY_UNUSABLE
 */
export async function serverStatus(options: StatusOptions): Promise<ServerStatus> {
  return clearly(options.directory, () => look(options));
}

async function look(options: StatusOptions): Promise<ServerStatus> {
  const root = await findFolder(options.directory);
  const asked = options.version;
  if (root === undefined) return nothing(asked ?? DEFAULT_MAJOR);
  if (asked !== undefined) return statusOf(root, asked);
  const all = await Promise.all(MAJORS.map((major) => statusOf(root, major)));
  return (
    all.find(({ state }) => state === 'running') ??
    all.find(({ dataDirectory }) => dataDirectory !== undefined) ??
    nothing(DEFAULT_MAJOR)
  );
}

async function statusOf(root: string, version: PostgresMajor): Promise<ServerStatus> {
  const folder = serverFolder(root, version);
  const dataDirectory = await dataDirectoryOf(folder);
  if (dataDirectory === undefined || !(await exists(dataDirectory))) return nothing(version);
  const found = await findPostmaster(dataDirectory);
  const remembered = (await readState(folder))?.port;
  const port = found.state === 'running' ? found.port : remembered;
  return {
    state: found.state,
    version,
    ...(found.state === 'running' ? { pid: found.pid } : {}),
    ...(port === undefined ? {} : { port }),
    users: await countUsers(folder),
    stay: await exists(folder.stay),
    dataDirectory,
    log: folder.log,
  };
}

function nothing(version: PostgresMajor): ServerStatus {
  return { state: 'stopped', version, users: 0, stay: false };
}
