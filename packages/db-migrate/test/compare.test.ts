import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { type LocalServer, startServer } from '@org/postgres';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { withConnection } from '../src/database/connect.ts';
import { deployMigrations } from '../src/deploy/deploy.ts';
import { NOTHING, scriptToSchema, writeDraft } from '../src/prisma/compare.ts';
import { VERSION } from './version.ts';

let directory: string;
let server: LocalServer;
beforeAll(async () => {
  directory = await mkdtemp(path.join(os.tmpdir(), 'db-migrate-compare-'));
  server = await startServer({ directory: path.join(directory, '.pg'), version: VERSION, profile: 'test' });
  await withConnection(server.url(), (client) =>
    client.query('CREATE TABLE kept (id int PRIMARY KEY); CREATE TABLE queue (id int PRIMARY KEY)'),
  );
});
afterAll(async () => {
  await server?.release();
  await rm(directory, { recursive: true, force: true });
});

async function project(configuration: string): Promise<string> {
  const folder = await mkdtemp(path.join(directory, 'project-'));
  await mkdir(path.join(folder, 'prisma', 'migrations'), { recursive: true });
  await writeFile(
    path.join(folder, 'prisma/schema.prisma'),
    'datasource db {\n  provider = "postgresql"\n}\nmodel kept {\n  id Int @id\n}\n',
  );
  await writeFile(
    path.join(folder, 'prisma.config.ts'),
    `export default { schema: 'prisma/schema.prisma', ${configuration} datasource: { url: process.env.DATABASE_URL } };\n`,
  );
  return folder;
}
const options = (folder: string, url = server.url()) => ({
  url,
  project: folder,
  what: 'It could not be compared.',
  doing: 'it was compared',
});

test('tables that Prisma’s configuration leaves out are left out', async () => {
  const all = await project('');
  expect(await scriptToSchema(options(all))).toContain('DROP TABLE "queue"');
  const external = "experimental: { externalTables: true }, tables: { external: ['public.queue'] },";
  expect(await scriptToSchema(options(await project(external)))).toBe('');
});

test('a draft is a folder with what is missing, and the first makes Prisma’s own file', async () => {
  const folder = await project('');
  const migrations = path.join(folder, 'prisma', 'migrations');
  await withConnection(server.url(), (client) => client.query('CREATE DATABASE draft'));
  const url = server.url({ database: 'draft' });
  await writeDraft(options(folder, url), 'first');
  const [name = '', lock] = (await readdir(migrations)).sort();
  expect(name).toMatch(/^\d{14}_first$/);
  expect(lock).toBe('migration_lock.toml');
  expect(await readFile(path.join(migrations, name, 'migration.sql'), 'utf8')).toContain(
    'CREATE TABLE "kept"',
  );
  expect(await readFile(path.join(migrations, 'migration_lock.toml'), 'utf8')).toContain('postgresql');
  expect(await deployMigrations({ url, project: folder })).toEqual([name]);
  await writeDraft(options(folder, url), 'second');
  const second = (await readdir(migrations)).find((one) => one.endsWith('_second')) ?? '';
  expect(await readFile(path.join(migrations, second, 'migration.sql'), 'utf8')).toBe(`${NOTHING}\n`);
});
