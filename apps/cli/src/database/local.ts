import { prepareDatabase, ROLES, withConnection } from '@org/db-migrate';
import { type LocalServer, serverStatus, startServer } from '@org/postgres';
import { CliError } from '../errors.ts';
import { type Credentials, ensureCredentials, readCredentials } from './credentials.ts';
import type { Database } from './database.ts';

/** Name of the database on the local server. */
export const LOCAL_DATABASE = 'org';

export interface LocalOptions {
  /** Folder of the server. */
  home: string;
  /** The database; that of development by default. */
  name?: string;
  /** Keep the server running when this process lets go. */
  stay?: boolean;
  onProgress: (line: string) => void;
}

/**
 * Starts the local server or joins it, and makes roles and database where they are missing. Safe to repeat.
 *
 * @throws PostgresError, MigrateError, CliError CREDENTIALS_INVALID
 */
export async function openLocal({
  home,
  name = LOCAL_DATABASE,
  stay = false,
  onProgress,
}: LocalOptions): Promise<Database> {
  const server = await startServer({ directory: home, stay, onProgress });
  try {
    const { passwords } = await ensureCredentials(home);
    await prepareDatabase({
      superuserUrl: server.url(),
      database: name,
      passwords,
      shadowDatabases: true,
    });
    return describe(server, passwords, name);
  } catch (error) {
    await server.release();
    throw error;
  }
}

/**
 * The local database as it is: starts and makes nothing.
 *
 * @throws CliError SERVER_STOPPED when the server does not run, NOT_SET_UP when it runs without our database
 */
export async function findLocal(home: string): Promise<Database> {
  const { state } = await serverStatus({ directory: home });
  if (state !== 'running') {
    throw new CliError('SERVER_STOPPED', 'The local server does not run. Start it with "pnpm orgdb up".');
  }
  const credentials = await readCredentials(home);
  const server = await startServer({ directory: home });
  const known = await withConnection(server.url(), (client) =>
    client.query('SELECT FROM pg_database WHERE datname = $1', [LOCAL_DATABASE]),
  );
  if (credentials === undefined || known.rowCount === 0) {
    await server.release();
    throw new CliError(
      'NOT_SET_UP',
      'The local server runs, but holds no database of ours yet. Make it with "pnpm orgdb up".',
    );
  }
  return describe(server, credentials.passwords, LOCAL_DATABASE);
}

function describe(server: LocalServer, passwords: Credentials['passwords'], database: string): Database {
  return {
    kind: 'local',
    where: `${server.host}:${server.port}/${database}`,
    url: (role) =>
      role === 'superuser'
        ? server.url({ database })
        : server.url({ database, user: ROLES[role], password: passwords[role] }),
    release: () => server.release(),
  };
}
