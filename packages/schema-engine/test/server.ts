import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { type LocalServer, type PostgresMajor, startServer } from '@org/postgres';
import { Client, escapeIdentifier, type QueryResultRow } from 'pg';

const DIRECTORY = fileURLToPath(new URL('../.pg', import.meta.url));

/** A server that the test files share, with databases that end with the file that made them. */
export interface TestServer {
  readonly major: PostgresMajor;
  /** A connection string for a new, empty database. */
  newDatabase(options?: { owner?: string }): Promise<string>;
  /** A connection string for a new role that may log in and nothing else. */
  newRole(): Promise<{ name: string; password: string }>;
  url(options?: { database?: string; user?: string; password?: string }): string;
  release(): Promise<void>;
}

export async function testServer(major: PostgresMajor = 18): Promise<TestServer> {
  const server: LocalServer = await startServer({ directory: DIRECTORY, version: major, profile: 'test' });
  const databases: string[] = [];
  const roles: string[] = [];
  return {
    major,
    url: (options) => server.url(options),
    async newDatabase({ owner } = {}) {
      const database = `engine_${randomUUID()}`;
      databases.push(database);
      await query(
        server.url(),
        `CREATE DATABASE ${escapeIdentifier(database)} ${owner ? `OWNER ${escapeIdentifier(owner)}` : ''}`,
      );
      return server.url({ database });
    },
    async newRole() {
      const name = `role_${randomUUID()}`;
      roles.push(name);
      await query(server.url(), `CREATE ROLE ${escapeIdentifier(name)} LOGIN PASSWORD 'p@ss/w%rd'`);
      return { name, password: 'p@ss/w%rd' };
    },
    async release() {
      for (const database of databases) {
        await query(server.url(), `DROP DATABASE IF EXISTS ${escapeIdentifier(database)} WITH (FORCE)`);
      }
      for (const role of roles) {
        await query(server.url(), `DROP ROLE ${escapeIdentifier(role)}`);
      }
      await server.release();
    },
  };
}

/** Runs SQL on a connection of its own and gives the rows. */
export async function query<T extends QueryResultRow>(url: string, sql: string): Promise<T[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<T>(sql)).rows;
  } finally {
    await client.end();
  }
}

export async function tableNames(url: string, schema = 'public'): Promise<string[]> {
  const rows = await query<{ name: string }>(
    url,
    `SELECT tablename AS name FROM pg_tables WHERE schemaname = '${schema}' AND tablename <> '_prisma_migrations' ORDER BY 1`,
  );
  return rows.map((row) => row.name);
}
