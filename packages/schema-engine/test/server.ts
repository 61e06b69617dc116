import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { type LocalServer, type PostgresMajor, startServer } from '@org/postgres';
import { Client, escapeIdentifier, type QueryResultRow } from 'pg';

const DIRECTORY = fileURLToPath(new URL('../.pg', import.meta.url));

/** A server that the test files share, with databases and roles that end with the file that made them. */
export interface TestServer {
  /** The superuser's connection string unless told otherwise. */
  url(options?: { database?: string; user?: string; password?: string }): string;
  /** A connection string for a new, empty database as its owner: a role of its own that is no superuser. */
  newDatabase(options?: { createdb?: boolean }): Promise<string>;
  release(): Promise<void>;
}

export async function testServer(major: PostgresMajor = 18): Promise<TestServer> {
  const server: LocalServer = await startServer({ directory: DIRECTORY, version: major, profile: 'test' });
  const made: string[] = [];
  return {
    url: (options) => server.url(options),
    async newDatabase({ createdb = true } = {}) {
      const database = `engine_${randomUUID()}`;
      const name = escapeIdentifier(database);
      made.push(name);
      const password = 'p@ss/w%rd';
      await query(
        server.url(),
        `CREATE ROLE ${name} LOGIN PASSWORD '${password}' ${createdb ? 'CREATEDB' : ''}`,
      );
      await query(server.url(), `CREATE DATABASE ${name} OWNER ${name}`);
      return server.url({ database, user: database, password });
    },
    async release() {
      for (const name of made) {
        await query(server.url(), `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
        await query(server.url(), `DROP ROLE ${name}`);
      }
      await server.release();
    },
  };
}

/** The shadow databases that the user of a connection string has made and not dropped. */
export function shadowDatabases(url: string): Promise<{ datname: string }[]> {
  return query(
    url,
    `SELECT datname FROM pg_database
     WHERE datdba = current_user::regrole AND datname LIKE 'prisma_migrate_shadow_db_%'`,
  );
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
