import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { withConnection } from '@org/db-migrate';
import { onTestFinished } from 'vitest';
import { currentRun } from '../src/run/handle.ts';

/** The server that the tests run on, as an environment that names it. */
export function sameServer(): NodeJS.ProcessEnv {
  const url = new URL(currentRun().adminUrl);
  url.pathname = '/postgres';
  return { DATABASE_URL_TEST: url.toString(), DB_TESTING_SERVER: '' };
}

export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'db-testing-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** A project with one migration of the given text. */
export async function projectWith(sql: string): Promise<string> {
  const folder = await temporaryFolder();
  const migration = path.join(folder, 'prisma', 'migrations', '20260101000000_first');
  await mkdir(migration, { recursive: true });
  await writeFile(path.join(migration, 'migration.sql'), sql);
  await writeFile(
    path.join(folder, 'prisma', 'migrations', 'migration_lock.toml'),
    'provider = "postgresql"\n',
  );
  await writeFile(
    path.join(folder, 'prisma', 'schema.prisma'),
    'datasource db {\n  provider = "postgresql"\n}\n',
  );
  await writeFile(
    path.join(folder, 'prisma.config.mjs'),
    `export default {
  schema: 'prisma/schema.prisma',
  migrations: { path: 'prisma/migrations' },
  datasource: { url: process.env.DATABASE_URL },
};
`,
  );
  return folder;
}

/** The names of the databases of a server that match a pattern of LIKE. */
export async function databasesLike(url: string, pattern: string): Promise<string[]> {
  return withConnection(url, async (client) => {
    const { rows } = await client.query<{ datname: string }>(
      'SELECT datname FROM pg_database WHERE datname LIKE $1 ORDER BY datname',
      [pattern],
    );
    return rows.map((row) => row.datname);
  });
}
