import { setTimeout as wait } from 'node:timers/promises';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newProject, USER_MIGRATION } from './project.ts';
import { query, type TestServer, testServer } from './server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await testServer();
});
afterAll(() => server.release());

const LOCK = 72707369;
const migrations = { '001_init': USER_MIGRATION };

test.concurrent('a deploy waits for the lock that Prisma takes', async () => {
  const url = await server.newDatabase();
  const holder = new Client({ connectionString: url });
  await holder.connect();
  await holder.query(`SELECT pg_advisory_lock(${LOCK})`);
  const project = await newProject({ url, migrations });
  const deploy = project.prisma(['migrate', 'deploy']);
  const waiting = `SELECT FROM pg_locks JOIN pg_database d ON d.oid = database
    WHERE locktype = 'advisory' AND NOT granted AND d.datname = current_database()`;
  while ((await query(url, waiting)).length === 0) {
    await wait(50);
  }
  await holder.end();
  expect(await deploy).toMatchObject({ code: 0 });
});

test.concurrent('waiting is shown and ends, and its holder is named', async () => {
  const url = await server.newDatabase();
  const holder = new Client({ connectionString: url, application_name: 'forgotten-deployer' });
  await holder.connect();
  await holder.query(`SELECT pg_advisory_lock(${LOCK})`);
  const project = await newProject({ url, migrations });
  const refused = await project.prisma(['migrate', 'deploy'], '', {
    SCHEMA_ENGINE_ADVISORY_LOCK_TIMEOUT: '300',
  });
  expect(refused).toMatchObject({ code: 1, output: expect.stringContaining('P1002') });
  expect(refused.stdout).toContain('Waiting for another migration to end, at most 0.3 s.');
  expect(refused.output).toContain('`forgotten-deployer`');
  expect(refused.output).toContain('pg_terminate_backend(');
  await holder.end();
});

test.concurrent('behind a pooler the direct address is taken, or asked for', async () => {
  const url = await server.newDatabase();
  const project = await newProject({ url: `${url}?pgbouncer=true`, migrations });
  const refused = await project.prisma(['migrate', 'deploy']);
  expect(refused).toMatchObject({ code: 1, output: expect.stringContaining('DIRECT_URL') });
  const elsewhere = await project.prisma(['migrate', 'deploy'], '', { DIRECT_URL: server.url() });
  expect(elsewhere).toMatchObject({ code: 1, output: expect.stringContaining('Nothing was done') });
  expect(await project.prisma(['migrate', 'deploy'], '', { DIRECT_URL: url })).toMatchObject({ code: 0 });
});

test.concurrent('the lock can be left out, by the variable that Prisma has for it', async () => {
  const url = await server.newDatabase();
  const holder = new Client({ connectionString: url });
  await holder.connect();
  await holder.query(`SELECT pg_advisory_lock(${LOCK})`);
  const project = await newProject({ url, migrations });
  const deploy = await project.prisma(['migrate', 'deploy'], '', {
    PRISMA_SCHEMA_DISABLE_ADVISORY_LOCK: '1',
  });
  expect(deploy).toMatchObject({ code: 0 });
  await holder.end();
});

test.concurrent('of two deploys at once, one applies and both end well', async () => {
  const url = await server.newDatabase();
  const project = await newProject({ url, migrations });
  const both = await Promise.all([
    project.prisma(['migrate', 'deploy']),
    project.prisma(['migrate', 'deploy']),
  ]);
  expect(both.map((run) => run.code)).toEqual([0, 0]);
  expect(await query(url, 'SELECT migration_name FROM _prisma_migrations')).toHaveLength(1);
});
