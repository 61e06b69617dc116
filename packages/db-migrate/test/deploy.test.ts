import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { type LocalServer, startServer } from '@org/postgres';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { withConnection } from '../src/database/connect.ts';
import { prepareDatabase } from '../src/database/prepare.ts';
import { deployMigrations } from '../src/deploy/deploy.ts';
import { migrationStatus } from '../src/deploy/status.ts';
import { VERSION } from './version.ts';

const PASSWORDS = { owner: "own'er %", app: 'app', admin: 'admin', worker: 'worker' };

let directory: string;
let server: LocalServer;
let counter = 0;

beforeAll(async () => {
  directory = await mkdtemp(path.join(os.tmpdir(), 'db-migrate-'));
  server = await startServer({ directory: path.join(directory, '.pg'), version: VERSION, profile: 'test' });
});
afterAll(async () => {
  await server?.release();
  await rm(directory, { recursive: true, force: true });
});

async function freshDatabase(): Promise<string> {
  const database = `deploy ${++counter}`;
  await prepareDatabase({ superuserUrl: server.url(), database, passwords: PASSWORDS });
  return server.url({ database, user: 'org_owner', password: PASSWORDS.owner });
}

async function project(migrations: Record<string, string>): Promise<string> {
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
  for (const [name, sql] of Object.entries(migrations)) await addMigration(folder, name, sql);
  return folder;
}

async function addMigration(folder: string, name: string, sql: string): Promise<void> {
  const target = path.join(folder, 'prisma/migrations', name);
  await mkdir(target, { recursive: true });
  await writeFile(path.join(target, 'migration.sql'), sql);
}

describe('preparing a database', () => {
  test('may be repeated, also at the same moment', async () => {
    const options = { superuserUrl: server.url(), database: 'repeated', passwords: PASSWORDS };
    await Promise.all([prepareDatabase(options), prepareDatabase(options), prepareDatabase(options)]);
    await prepareDatabase(options);
    const url = server.url({ database: 'repeated', user: 'org_owner', password: PASSWORDS.owner });
    const owner = await withConnection(url, (client) =>
      client.query("SELECT pg_get_userbyid(datdba) AS owner FROM pg_database WHERE datname = 'repeated'"),
    );
    expect(owner.rows).toEqual([{ owner: 'org_owner' }]);
  });
});

describe('deploying', () => {
  test('applies what is pending, in order, and then nothing', async () => {
    const url = await freshDatabase();
    const folder = await project({
      '1_one': 'CREATE TABLE a (id int);',
      '2_two': 'ALTER TABLE a ADD COLUMN b int;',
    });
    expect(await deployMigrations({ url, project: folder })).toEqual(['1_one', '2_two']);
    expect(await deployMigrations({ url, project: folder })).toEqual([]);
    await addMigration(folder, '3_three', 'CREATE TABLE c (id int);');
    expect(await deployMigrations({ url, project: folder })).toEqual(['3_three']);
  });

  test('shows a failing migration with PostgreSQL’s reason, keeps what went before, and leaves nothing of it', async () => {
    const url = await freshDatabase();
    const folder = await project({
      '1_good': 'CREATE TABLE a (id int);',
      '2_bad': 'CREATE TABLE b (id int); SELECT 1/0;',
    });
    await expect(deployMigrations({ url, project: folder })).rejects.toMatchObject({
      code: 'MIGRATION_FAILED',
      message: expect.stringMatching(/2_bad[\s\S]*division by zero/),
    });
    await withConnection(url, async (client) => {
      expect(await migrationStatus(client, folder)).toMatchObject({ applied: ['1_good'], failed: ['2_bad'] });
      expect((await client.query("SELECT to_regclass('b') AS half")).rows).toEqual([{ half: null }]);
    });
  });

  test('refuses a database that is newer than the code', async () => {
    const url = await freshDatabase();
    const newer = await project({ '1_one': 'CREATE TABLE a (id int);', '2_two': 'CREATE TABLE b (id int);' });
    await deployMigrations({ url, project: newer });
    const older = await project({ '1_one': 'CREATE TABLE a (id int);' });
    await expect(deployMigrations({ url, project: older })).rejects.toMatchObject({
      code: 'DATABASE_NEWER',
      message: expect.stringContaining('2_two'),
    });
  });

  test('status names a migration that was edited after it was applied', async () => {
    const url = await freshDatabase();
    const folder = await project({ '1_one': 'CREATE TABLE a (id int);' });
    await deployMigrations({ url, project: folder });
    await addMigration(folder, '1_one', 'CREATE TABLE a (id bigint);');
    const status = await withConnection(url, (client) => migrationStatus(client, folder));
    expect(status).toMatchObject({ applied: ['1_one'], edited: ['1_one'], pending: [] });
  });
});

test('a migration folder without its SQL is named', async () => {
  const url = await freshDatabase();
  const folder = await project({ '1_one': 'CREATE TABLE a (id int);' });
  await mkdir(path.join(folder, 'prisma/migrations/2_empty'));
  await expect(deployMigrations({ url, project: folder })).rejects.toMatchObject({
    code: 'MIGRATIONS_MISSING',
    message: expect.stringContaining('2_empty'),
  });
});

describe('a connection that cannot be had', () => {
  test.each([
    ['not a url', 'URL_INVALID'],
    ['mysql://root:hunter2@127.0.0.1/x', 'URL_INVALID'],
  ])('%s', async (url, code) => {
    const failure = await withConnection(url, async () => {}).catch((error) => error);
    expect(failure).toMatchObject({ code });
    expect(failure.message).not.toContain('hunter2');
  });

  test('a wrong password, a missing database and a silent port each get their own words, none the password', async () => {
    const wrong = server.url({ user: 'org_owner', password: 'hunter2' });
    const failures = [
      [wrong, 'DATABASE_AUTH_FAILED'],
      [server.url({ database: 'nowhere' }), 'DATABASE_UNREACHABLE'],
      [`postgresql://x:hunter2@127.0.0.1:${await unusedPort()}/x`, 'DATABASE_UNREACHABLE'],
    ] as const;
    await freshDatabase();
    for (const [url, code] of failures) {
      const failure = await withConnection(url, async () => {}).catch((error) => error);
      expect(failure).toMatchObject({ name: 'MigrateError', code });
      expect(failure.message).not.toContain('hunter2');
    }
  });
});

async function unusedPort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}
