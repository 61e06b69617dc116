import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { prepareDatabase, ROLES } from '@org/db-migrate';
import { type PostgresMajor, resetServer, startServer } from '@org/postgres';

export interface ScratchServerOptions {
  version: PostgresMajor;
  onProgress: (line: string) => void;
}

export interface ScratchServerUrls {
  /** Of the role that migrates, which may create databases. */
  url: string;
  superuserUrl: string;
}

/**
 * Runs `work` with a server of its own, which is stopped and deleted afterwards, whatever happens. It has the settings of a
 * server in use, such as fsync, so that what takes time there takes time here.
 *
 * @throws PostgresError, MigrateError
 */
export async function withScratchServer<T>(
  { version, onProgress }: ScratchServerOptions,
  work: (urls: ScratchServerUrls) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(path.join(tmpdir(), 'orgdb-rehearsal-'));
  const directory = path.join(folder, 'server');
  try {
    const server = await startServer({ directory, version, onProgress });
    try {
      const secret = () => randomBytes(18).toString('base64url');
      const passwords = { owner: secret(), app: secret(), admin: secret(), worker: secret() };
      const superuserUrl = server.url();
      await prepareDatabase({ superuserUrl, database: 'org', passwords, shadowDatabases: true });
      const url = server.url({ database: 'org', user: ROLES.owner, password: passwords.owner });
      return await work({ url, superuserUrl });
    } finally {
      await server.release();
      await resetServer({ directory });
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
