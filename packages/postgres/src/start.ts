import { writeFile } from 'node:fs/promises';
import { ensureBinaries } from './binaries.ts';
import { dataDirectoryOf } from './data-directory.ts';
import { PostgresError } from './errors.ts';
import { claimFolder, clearly, makeHome, type ServerFolder, serverFolder } from './folder.ts';
import { requirePassword } from './initialize.ts';
import { hasKeeper, startKeeper } from './keeper-client.ts';
import { launch } from './launch.ts';
import { endLease, type Lease, takeLease } from './leases.ts';
import { withLock } from './lock.ts';
import { HOST } from './port.ts';
import { findPostmaster } from './postmaster.ts';
import { type Running, waitForReady } from './ready.ts';
import { leave } from './release.ts';
import { connectionString, type LocalServer } from './server.ts';
import type { Profile } from './settings.ts';
import { DEFAULT_MAJOR, MAJORS, type PostgresMajor } from './versions.ts';

export interface ServerOptions {
  /** A folder for the server's files, `<checkout>/.pg` say; made when missing, and kept out of git. */
  directory: string;
  /** Default 18. Each version has its own server and data. */
  version?: PostgresMajor;
  /** The port to prefer. Without it, or when it is taken, a free one is chosen, and remembered. */
  port?: number;
  /** Keep running after the last user ended, until `stopServer`. Default false. */
  stay?: boolean;
  /** Default `development`. A server that runs already keeps the one it was started with. */
  profile?: Profile;
  /** Told what takes time: an installation, a set-up, a wait. */
  onProgress?: (line: string) => void;
}

const LOCK_MILLISECONDS = 120_000;

/**
 * Starts the folder's PostgreSQL server, or joins it when it runs already, and waits until it accepts connections.
 *
 * It listens on 127.0.0.1 only. It ends with its last user, however that one ends (exit, Ctrl-C, kill -9), unless
 * `stay` was asked for. Calls at the same moment, in one process or several, get the same server.
 *
 * @throws PostgresError PLATFORM_UNSUPPORTED, VERSION_UNAVAILABLE, BINARIES_MISSING, DIRECTORY_FOREIGN,
 * DIRECTORY_UNUSABLE, DATA_UNUSABLE, NO_UNPRIVILEGED_USER, PORT_INVALID, PORT_UNAVAILABLE, START_FAILED, LOCK_TIMEOUT
 */
export async function startServer(options: ServerOptions): Promise<LocalServer> {
  return clearly(options.directory, () => start(options));
}

async function start(options: ServerOptions): Promise<LocalServer> {
  const major = options.version ?? DEFAULT_MAJOR;
  if (!MAJORS.includes(major)) {
    throw new PostgresError(
      'VERSION_UNAVAILABLE',
      `PostgreSQL ${major} is not offered; use ${MAJORS.join(', ')}.`,
    );
  }
  const tell = options.onProgress ?? (() => undefined);
  // Before the lock: an installation may take longer than others are willing to wait.
  await ensureBinaries(major, tell);
  const root = await claimFolder(options.directory);
  const folder = serverFolder(root, major);
  await makeHome(folder);
  const onWait = (pid: number) =>
    tell(`Waiting for process ${pid}, which is starting or stopping the server`);
  return withLock(root, { timeout: LOCK_MILLISECONDS, onWait }, async () => {
    await makeHome(folder);
    const lease = await takeLease(folder);
    try {
      const found = await join(folder);
      const running = found ?? (await launch(folder, options, tell));
      const password = await requirePassword(folder);
      if (options.stay === true) await writeFile(folder.stay, '');
      return describe(folder, running, password, found === undefined, lease);
    } catch (error) {
      await endLease(lease);
      throw error;
    }
  });
}

/** The server if it runs, with a keeper: a killed one is replaced. */
async function join(folder: ServerFolder): Promise<Running | undefined> {
  const dataDirectory = await dataDirectoryOf(folder);
  if (dataDirectory === undefined) return undefined;
  const found = await findPostmaster(dataDirectory);
  if (found.state !== 'running') return undefined;
  if (!(await hasKeeper(folder))) {
    const keeper = await startKeeper(folder, { root: folder.root, major: folder.major, dataDirectory });
    keeper.leave();
  }
  return waitForReady(folder, dataDirectory, () => undefined, 0);
}

function describe(
  folder: ServerFolder,
  { pid, port }: Running,
  password: string,
  started: boolean,
  lease: Lease,
): LocalServer {
  return {
    version: folder.major,
    host: HOST,
    port,
    directory: folder.root,
    pid,
    started,
    url: (options) => connectionString(port, password, options),
    release: () => leave(folder, lease),
  };
}
