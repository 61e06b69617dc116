import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newProject, USER_MIGRATION } from './project.ts';
import { query, shadowDatabases, type TestServer, tableNames, testServer } from './server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await testServer();
});
afterAll(() => server.release());

/** Ends the session that runs a query like this, as soon as there is one. */
async function endSession(url: string, pattern: string): Promise<void> {
  const end = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND state = 'active' AND pid <> pg_backend_pid() AND query LIKE '${pattern}'`;
  while ((await query(url, end)).length === 0) {
    await wait(50);
  }
}

/** Frames of JavaScript or of the engine's own source: nothing that a user's mistake should show. */
const STACK = /\n\s+at .+:\d+|\.rs:\d+/;

test.concurrent('a failing migration leaves nothing, says why, and can be resolved', async () => {
  const url = await server.newDatabase();
  const project = await newProject({
    url,
    migrations: {
      '001_init': USER_MIGRATION,
      '002_bad': 'CREATE TABLE half (id int);\nINSERT INTO "User"(email, nope)\nVALUES (1);\n',
    },
  });
  const failed = await project.prisma(['migrate', 'deploy']);
  expect(failed.code).toBe(1);
  expect(failed.output).toContain('P3018');
  expect(failed.output).toContain('Migration name: 002_bad');
  expect(failed.output).toContain('Database error code: 42703');
  expect(failed.output).toContain('ERROR: column "nope" of relation "User" does not exist');
  expect(failed.output).toContain('2 INSERT INTO "User"(email, nope)');
  expect(failed.output).not.toMatch(STACK);
  expect(await tableNames(url)).toEqual(['User']);
  const [row] = await query<{ logs: string }>(
    url,
    `SELECT logs FROM _prisma_migrations WHERE migration_name = '002_bad'`,
  );
  expect(row?.logs).toContain('column "nope" of relation "User" does not exist');
  expect(row?.logs).not.toMatch(STACK);

  expect(await project.prisma(['migrate', 'deploy'])).toMatchObject({
    code: 1,
    output: expect.stringContaining('P3009'),
  });
  expect(await project.prisma(['migrate', 'status'])).toMatchObject({
    code: 1,
    output: expect.stringContaining('002_bad'),
  });
  const shadow = await project.prisma(['migrate', 'dev']);
  expect(shadow).toMatchObject({ code: 1, output: expect.stringContaining('P3006') });
  expect(shadow.output).toContain('column "nope" of relation "User" does not exist');
  expect(shadow.output).not.toMatch(STACK);
  expect(await shadowDatabases(url)).toEqual([]);

  expect(await project.prisma(['migrate', 'resolve', '--rolled-back', '002_bad'])).toMatchObject({ code: 0 });
  await project.writeMigration('002_bad', 'CREATE TABLE whole (id int);');
  expect(await project.prisma(['migrate', 'deploy'])).toMatchObject({ code: 0 });
  expect(await tableNames(url)).toEqual(['User', 'whole']);
});

test.concurrent('what cannot run in a transaction keeps what came before the failure', async () => {
  const url = await server.newDatabase();
  const project = await newProject({
    url,
    migrations: {
      '001_partly':
        'CREATE TABLE kept (id int);\nCREATE INDEX CONCURRENTLY i ON kept(id);\n\nSELECT 1/0;\nCREATE TABLE never (id int);',
    },
  });
  const failed = await project.prisma(['migrate', 'deploy']);
  expect(failed.output).toContain('ERROR: division by zero');
  expect(failed.output).toContain('Statement 3 of 4, line 4:\n  4 SELECT 1/0;');
  expect(failed.output).toContain('Applied and kept: statements 1–2 (lines 1–2).');
  expect(await tableNames(url)).toEqual(['kept']);
  for (const command of ['status', 'deploy']) {
    const later = await project.prisma(['migrate', command]);
    expect(later).toMatchObject({ code: 1, output: expect.stringContaining('division by zero') });
    expect(later.output).toContain('Applied and kept: statements 1–2 (lines 1–2).');
  }
  expect(await project.prisma(['migrate', 'resolve', '--applied', '001_partly'])).toMatchObject({ code: 0 });
  expect(await project.prisma(['migrate', 'status'])).toMatchObject({ code: 0 });
});

test.concurrent('a deploy that is killed leaves a migration whole or not at all, or says how far it came', async () => {
  const url = await server.newDatabase();
  const project = await newProject({
    url,
    migrations: {
      '001_whole': 'CREATE TABLE whole (id int);\nSELECT pg_sleep(60) /* whole */;\n',
    },
  });
  const killed = project.prisma(['migrate', 'deploy']);
  await endSession(url, '%/* whole */%');
  expect(await killed).toMatchObject({ code: 1 });
  expect(await tableNames(url)).toEqual([]);
  expect(await query(url, 'SELECT FROM _prisma_migrations')).toEqual([]);

  await project.writeMigration(
    '001_whole',
    'CREATE TABLE part (id int);\nCREATE INDEX CONCURRENTLY i ON part (id);\nSELECT pg_sleep(60) /* part */;\n',
  );
  const again = project.prisma(['migrate', 'deploy']);
  await endSession(url, '%/* part */%');
  expect(await again).toMatchObject({ code: 1 });
  const status = await project.prisma(['migrate', 'status']);
  expect(status).toMatchObject({ code: 1, output: expect.stringContaining('001_whole') });
  expect(status.output).toContain('Applied and kept: statement 1 (line 1).');
  expect(status.output).toContain('Begun, and perhaps not ended: statement 2 (line 2) of 3.');
});

test.concurrent('a script that leaves its transaction open is rolled back and refused', async () => {
  const url = await server.newDatabase();
  const project = await newProject({
    url,
    migrations: { '001_open': 'BEGIN;\nCREATE TABLE lost (id int);\n' },
  });
  const failed = await project.prisma(['migrate', 'deploy']);
  expect(failed).toMatchObject({ code: 1, output: expect.stringContaining('Add the missing COMMIT') });
  expect(await tableNames(url)).toEqual([]);
});
