import { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseConnectionString } from '../src/connection/connection-string.ts';
import { createTemporary } from '../src/database/temporary-shadow-database.ts';
import { newProject, USER_MIGRATION } from './project.ts';
import { query, type TestServer, tableNames, testServer } from './server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await testServer();
});
afterAll(() => server.release());

const migrations = { '001_init': USER_MIGRATION };
const compare = [
  'migrate',
  'diff',
  '--from-migrations',
  'prisma/migrations',
  '--to-schema',
  'prisma/schema.prisma',
  '--exit-code',
];

test.concurrent('a configured one is used again and again, without a main database', async () => {
  const shadowDatabaseUrl = await server.newDatabase();
  const project = await newProject({ shadowDatabaseUrl, migrations });
  expect(await project.prisma(compare)).toMatchObject({ code: 0 });
  expect(await project.prisma(compare)).toMatchObject({ code: 0 });
});

test.concurrent('one that holds something else is left alone', async () => {
  const shadowDatabaseUrl = await server.newDatabase();
  await query(shadowDatabaseUrl, 'CREATE TABLE precious (id int)');
  const project = await newProject({ shadowDatabaseUrl, migrations });
  const refused = await project.prisma(compare);
  expect(refused).toMatchObject({ code: 1, output: expect.stringContaining('is not empty') });
  expect(await tableNames(shadowDatabaseUrl)).toEqual(['precious']);
});

test.concurrent('the main database is not taken for one', async () => {
  const url = await server.newDatabase();
  const alias = url.replace('127.0.0.1', 'localhost');
  for (const shadowDatabaseUrl of [url, alias]) {
    const project = await newProject({ url, shadowDatabaseUrl, migrations });
    const refused = await project.prisma(compare);
    expect(refused).toMatchObject({ code: 1, output: expect.stringContaining('same as the main database') });
  }
  const project = await newProject({ url, migrations });
  await project.prisma(['migrate', 'deploy']);
  const later = await newProject({ shadowDatabaseUrl: alias, migrations });
  expect(await later.prisma(compare)).toMatchObject({ code: 1 });
  expect(await tableNames(url)).toEqual(['User']);
});

test.concurrent('a role that may not create databases is told so', async () => {
  const project = await newProject({ url: await server.newDatabase({ createdb: false }), migrations });
  const refused = await project.prisma(['migrate', 'dev']);
  expect(refused).toMatchObject({ code: 1, output: expect.stringContaining('P3014') });
  expect(refused.output).toContain('permission denied to create database');
  // Deploying needs none.
  expect(await project.prisma(['migrate', 'deploy'])).toMatchObject({ code: 0 });
});

test.concurrent('unqualified names belong to the schema of the connection string', async () => {
  const plain = await server.newDatabase();
  const project = await newProject({ url: `${plain}?schema=odd-name`, migrations });
  expect(await project.prisma(['migrate', 'deploy'])).toMatchObject({ code: 0 });
  expect(await tableNames(plain, 'odd-name')).toEqual(['User']);
  expect(await tableNames(plain)).toEqual([]);
  const dev = await project.prisma(['migrate', 'dev']);
  expect(dev).toMatchObject({ code: 0, output: expect.stringContaining('Already in sync') });
});

test.concurrent('a temporary one goes though a session that we may not end, such as autovacuum’s, is in it', async () => {
  const main = parseConnectionString(await server.newDatabase());
  const shadow = await createTemporary(main);
  const { database } = shadow.address;
  const stranger = new Client({ connectionString: server.url({ database }) });
  await stranger.connect();
  setTimeout(() => stranger.end(), 500);
  await shadow.dispose();
  expect(await query(server.url(), `SELECT FROM pg_database WHERE datname = '${database}'`)).toEqual([]);
});
