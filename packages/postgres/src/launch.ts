import { rm } from 'node:fs/promises';
import { type Account, serverAccount } from './account.ts';
import { type Binaries, locateBinaries } from './binaries.ts';
import { dataDirectoryOf, isOutside, newDataDirectory, requireMajor } from './data-directory.ts';
import { exists, readState, type ServerFolder, writeState } from './folder.ts';
import { initializeData, requirePassword } from './initialize.ts';
import { startKeeper, turnLog } from './keeper-client.ts';
import { choosePort } from './port.ts';
import { clearCrash, findPostmaster, stopPostmaster } from './postmaster.ts';
import { logSince, type Running, waitForReady } from './ready.ts';
import { type Profile, serverArguments } from './settings.ts';

const PORT_ATTEMPTS = 5;

export interface LaunchOptions {
  port?: number;
  profile?: Profile;
}

/** Starts the server of a folder where none runs, after setting up its data if need be. Call it under the lock. */
export async function launch(
  folder: ServerFolder,
  options: LaunchOptions,
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
  options: LaunchOptions;
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
  const keeper = await startKeeper(folder, {
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
