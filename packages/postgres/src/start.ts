import { readFile, rm, writeFile } from 'node:fs/promises';
import { type Account, serverAccount } from './account.ts';
import { type Binaries, locateBinaries } from './binaries.ts';
import { dataDirectoryOf, isOutside, newDataDirectory, requireMajor } from './data-directory.ts';
import { PostgresError } from './errors.ts';
import {
  claimFolder,
  clearly,
  exists,
  makeHome,
  readState,
  type ServerFolder,
  serverFolder,
  writeState,
} from './folder.ts';
import { initializeData, requirePassword } from './initialize.ts';
import { hasKeeper, type Keeper, startKeeper, turnLog } from './keeper-client.ts';
import { endLease, type Lease, takeLease } from './leases.ts';
import { withLock } from './lock.ts';
import { choosePort, HOST } from './port.ts';
import { clearCrash, findPostmaster, type Postmaster, stopPostmaster } from './postmaster.ts';
import { waitUntil } from './processes.ts';
import { leave } from './release.ts';
import { connectionString, type LocalServer } from './server.ts';
import { type Profile, serverArguments } from './settings.ts';
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

type Running = Extract<Postmaster, { state: 'running' }>;

const LOCK_MILLISECONDS = 120_000;
// Recovery after a crash replays the log, which may be long.
const READY_MILLISECONDS = 120_000;
const PORT_ATTEMPTS = 5;

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

async function launch(
  folder: ServerFolder,
  options: ServerOptions,
  tell: (line: string) => void,
): Promise<Running> {
  const known = await dataDirectoryOf(folder);
  const present = known !== undefined && (await exists(known)) ? known : undefined;
  const account = await serverAccount(present);
  const binaries = await locateBinaries(folder.major, account, tell);
  const dataDirectory = present ?? (await newDataDirectory(folder, account));
  if (present === undefined) {
    tell(`Setting up PostgreSQL ${folder.major} in ${dataDirectory}`);
    await initializeData({ folder, binaries, account, dataDirectory });
  } else {
    await requireMajor(folder, present);
    await requirePassword(folder);
    if ((await findPostmaster(present)).state !== 'crashed') {
      // After a crash the wish to stay still holds; after a shutdown of the machine it does not.
      await rm(folder.stay, { force: true });
    } else {
      tell('The server had crashed; it recovers');
      await clearCrash(present);
    }
  }
  return startOnFreePort({ folder, options, binaries, account, dataDirectory });
}

interface Launch {
  folder: ServerFolder;
  options: ServerOptions;
  binaries: Binaries;
  account: Account | undefined;
  dataDirectory: string;
}

async function startOnFreePort(setup: Launch): Promise<Running> {
  const { folder, options, dataDirectory } = setup;
  const profile = options.profile ?? 'development';
  const refused = new Set<number>();
  for (;;) {
    const remembered = (await readState(folder))?.port;
    const port = await choosePort(options.port, remembered, folder.home, refused);
    const outside = isOutside(folder, dataDirectory) ? { outside: dataDirectory } : {};
    await writeState(folder, { port, profile, ...outside });
    const logStart = await turnLog(folder);
    try {
      return await runServer(setup, port, profile, logStart);
    } catch (error) {
      // Somebody took the port between the look and the start.
      const taken = /could not bind IPv4 address/.test(await logSince(folder, logStart));
      if (!taken || refused.size >= PORT_ATTEMPTS) throw error;
      refused.add(port);
    }
  }
}

async function runServer(setup: Launch, port: number, profile: Profile, logStart: number): Promise<Running> {
  const { folder, binaries, account, dataDirectory } = setup;
  const keeper: Keeper = await startKeeper(folder, {
    root: folder.root,
    major: folder.major,
    dataDirectory,
    launch: {
      program: binaries.postgres,
      args: serverArguments(dataDirectory, port, profile),
      ...(account === undefined ? {} : { account }),
    },
  });
  try {
    return await waitForReady(folder, dataDirectory, keeper.failure, logStart);
  } catch (error) {
    await stopPostmaster(dataDirectory);
    throw error;
  } finally {
    keeper.leave();
  }
}

async function waitForReady(
  folder: ServerFolder,
  dataDirectory: string,
  failure: () => string | undefined,
  logStart: number,
): Promise<Running> {
  let running: Running | undefined;
  const done = await waitUntil(async () => {
    if (failure() !== undefined) return true;
    const found = await findPostmaster(dataDirectory);
    if (found.state === 'running' && found.ready) running = found;
    return running !== undefined;
  }, READY_MILLISECONDS);
  if (running !== undefined) return running;
  const reason = done ? failure() : `it was not ready after ${READY_MILLISECONDS / 1000} s`;
  const lines = (await logSince(folder, logStart)).trim().split('\n').slice(-20).join('\n');
  throw new PostgresError(
    'START_FAILED',
    `PostgreSQL ${folder.major} did not start: ${reason}. The end of ${folder.log}:\n${lines || '(empty)'}`,
  );
}

async function logSince(folder: ServerFolder, start: number): Promise<string> {
  const content = await readFile(folder.log).catch(() => Buffer.alloc(0));
  return content.subarray(start).toString('utf8');
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
