import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { type PostgresMajor, startServer } from '@org/postgres';
import { withConnection } from '../../src/database/connect.ts';
import { prepareDatabase } from '../../src/database/prepare.ts';
import { VERSION } from '../version.ts';

const PASSWORDS = { owner: 'owner', app: 'app', admin: 'admin', worker: 'worker' };

export type Script = string | { readonly migration: string; readonly rollback?: string };

/** A server, databases of its roles on it, and projects whose migrations a test names. */
export async function newServer(version: PostgresMajor = VERSION) {
  const directory = await mkdtemp(path.join(os.tmpdir(), 'verify-'));
  const server = await startServer({
    directory: path.join(directory, '.pg'),
    version,
    profile: 'test',
  });
  let counter = 0;
  const urlsOf = (database: string) => (user?: 'org_owner' | 'org_app' | 'org_worker') =>
    user === undefined
      ? server.url({ database })
      : server.url({ database, user, password: user.replace('org_', '') });
  return {
    directory,
    cache: path.join(directory, 'cache'),
    /** A new database that org_owner owns; answers how to reach it as each role, the superuser by default. */
    async database(): Promise<ReturnType<typeof urlsOf>> {
      const database = `db_${++counter}`;
      await prepareDatabase({
        superuserUrl: server.url(),
        database,
        passwords: PASSWORDS,
        shadowDatabases: true,
      });
      return urlsOf(database);
    },
    /** A copy of a database to which nobody is connected. */
    async clone(url: string): Promise<ReturnType<typeof urlsOf>> {
      const database = `db_${++counter}`;
      await run(
        server.url(),
        `CREATE DATABASE ${database} OWNER org_owner TEMPLATE ${new URL(url).pathname.slice(1)} STRATEGY FILE_COPY`,
      );
      return urlsOf(database);
    },
    async project(migrations: Readonly<Record<string, Script>>): Promise<string> {
      const folder = await mkdtemp(path.join(directory, 'project-'));
      await mkdir(path.join(folder, 'prisma'), { recursive: true });
      await writeFile(
        path.join(folder, 'prisma/schema.prisma'),
        'datasource db {\n  provider = "postgresql"\n}\n',
      );
      await writeFile(
        path.join(folder, 'prisma.config.ts'),
        "export default { schema: 'prisma/schema.prisma', datasource: { url: process.env.DATABASE_URL } };\n",
      );
      for (const [name, script] of Object.entries(migrations)) await addMigration(folder, name, script);
      return folder;
    },
    async end(): Promise<void> {
      await server.release();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

export async function addMigration(project: string, name: string, script: Script): Promise<void> {
  const folder = path.join(project, 'prisma/migrations', name);
  await mkdir(folder, { recursive: true });
  const { migration, rollback } =
    typeof script === 'string' ? { migration: script, rollback: undefined } : script;
  await writeFile(path.join(folder, 'migration.sql'), migration);
  if (rollback !== undefined) await writeFile(path.join(folder, 'rollback.sql'), rollback);
}

/** A copy, to be changed. */
export async function copyProject(project: string): Promise<string> {
  const copy = await mkdtemp(`${project}-copy-`);
  await cp(project, copy, { recursive: true });
  return copy;
}

export async function run(url: string, sql: string): Promise<Record<string, unknown>[]> {
  return withConnection(url, async (client) => [await client.query(sql)].flat().at(-1)?.rows ?? []);
}
