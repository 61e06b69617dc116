import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { type PostgresMajor, startServer } from '@org/postgres';
import { withConnection } from '../../src/database/connect.ts';
import { VERSION } from '../version.ts';

/** A server of its own for a test file, and databases in it. */
export interface AdoptionServer {
  /** A new database in which the script was run, with a folder for its project. */
  database(script: string): Promise<{ url: string; project: string }>;
  url(database: string, login?: { user: string; password: string }): string;
  release(): Promise<void>;
}

export async function run(url: string, sql: string): Promise<Record<string, unknown>[]> {
  return withConnection(url, async (client) => [await client.query(sql)].flat().at(-1)?.rows ?? []);
}

export async function adoptionServer(version: PostgresMajor = VERSION): Promise<AdoptionServer> {
  const directory = await mkdtemp(path.join(os.tmpdir(), 'adopt-'));
  const server = await startServer({ directory: path.join(directory, '.pg'), profile: 'test', version });
  let counter = 0;
  return {
    async database(script) {
      const name = `adopt_${++counter}`;
      await run(server.url(), `CREATE DATABASE ${name} TEMPLATE template0 STRATEGY FILE_COPY`);
      const url = server.url({ database: name });
      await run(url, script);
      return { url, project: path.join(directory, name) };
    },
    url: (database, login) => server.url({ database, ...login }),
    async release() {
      await server.release();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
