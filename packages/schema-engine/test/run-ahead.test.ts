import { afterAll, beforeAll, expect, test } from 'vitest';
import { newProject } from './project.ts';
import { query, type TestServer, tableNames, testServer } from './server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await testServer();
});
afterAll(() => server.release());

const table = (name: string) => `CREATE TABLE ${name} (id int PRIMARY KEY); -- the last line is a comment`;

const history = (url: string) =>
  query<{ name: string; done: boolean; steps: number; ordered: boolean }>(
    url,
    `SELECT migration_name AS name, finished_at IS NOT NULL AS done, applied_steps_count AS steps,
       started_at <= coalesce(finished_at, started_at) AS ordered
     FROM _prisma_migrations WHERE rolled_back_at IS NULL ORDER BY started_at`,
  );

test.concurrent('of several migrations that share a message, those before a failing one are kept, it is named, those behind it wait', async () => {
  const url = await server.newDatabase();
  const project = await newProject({
    url,
    migrations: {
      '001_a': table('a'),
      '002_b': table('b'),
      '003_bad': `${table('c')}\nCREATE TABLE half (id int);\nINSERT INTO half VALUES ('x');`,
      '004_d': table('d'),
    },
  });
  const failed = await project.prisma(['migrate', 'deploy']);
  expect(failed.code).toBe(1);
  expect(failed.output).toContain('Migration name: 003_bad');
  expect(failed.output).toContain('3 INSERT INTO half');
  expect(failed.output).not.toContain('Applying migration `004_d`');
  expect(await tableNames(url)).toEqual(['a', 'b']);
  expect(await history(url)).toEqual([
    { name: '001_a', done: true, steps: 1, ordered: true },
    { name: '002_b', done: true, steps: 1, ordered: true },
    { name: '003_bad', done: false, steps: 0, ordered: true },
  ]);

  await project.writeMigration('003_bad', table('c'));
  expect((await project.prisma(['migrate', 'resolve', '--rolled-back', '003_bad'])).code).toBe(0);
  const deployed = await project.prisma(['migrate', 'deploy']);
  expect(deployed.code).toBe(0);
  expect(await tableNames(url)).toEqual(['a', 'b', 'c', 'd']);
  expect((await project.prisma(['migrate', 'status'])).stdout).toContain('Database schema is up to date!');
});

test.concurrent('a comment that is left open hides nothing of the migration behind it', async () => {
  const url = await server.newDatabase();
  const project = await newProject({
    url,
    migrations: {
      '001_a': table('a'),
      '002_open': 'CREATE TABLE b (id int); /* it goes on',
      '003_close': '*/ CREATE TABLE c (id int);',
    },
  });
  const failed = await project.prisma(['migrate', 'deploy']);
  expect(failed).toMatchObject({ code: 1, output: expect.stringContaining('unterminated /* comment') });
  expect(failed.output).toContain('Migration name: 002_open');
  expect(await tableNames(url)).toEqual(['a']);
});

test.concurrent('what cannot share a message runs in its place, and the rest goes on behind it', async () => {
  const url = await server.newDatabase();
  const project = await newProject({
    url,
    migrations: {
      '001_a': table('a'),
      '002_b': table('b'),
      '003_index': 'CREATE INDEX CONCURRENTLY b_id ON b (id);',
      '004_c': table('c'),
      '005_set': `SET search_path = pg_catalog;\nCREATE TABLE public.d (id int);\nEND;`,
      '006_e': table('e'),
      '007_f': table('f'),
    },
  });
  const deployed = await project.prisma(['migrate', 'deploy']);
  expect(deployed.output).toContain('All migrations have been successfully applied.');
  expect([...deployed.stdout.matchAll(/Applying migration `(\w+)`/g)].map((match) => match[1])).toEqual(
    await project.migrationNames(),
  );
  expect((await history(url)).map(({ name, done }) => (done ? name : ''))).toEqual(
    await project.migrationNames(),
  );
  expect(await tableNames(url)).toEqual(['a', 'b', 'c', 'd', 'e', 'f']);
});
