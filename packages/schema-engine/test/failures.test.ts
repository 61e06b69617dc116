import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newProject } from './project.ts';
import { query, type TestServer, tableNames, testServer } from './server.ts';

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
