import { withConnection } from '@org/db-migrate';
import { type LocalServer, startServer } from '@org/postgres';
import { expect, onTestFinished, test } from 'vitest';
import { createTestDatabase, startRun } from '../src/index.ts';
import { projectWith, temporaryFolder } from './helpers.ts';

// A server of the test's own: what is said of users and rights holds for the whole server.
async function ownServer(): Promise<LocalServer> {
  const server = await startServer({ directory: await temporaryFolder(), profile: 'test' });
  onTestFinished(() => server.release());
  return server;
}

async function startWith(env: NodeJS.ProcessEnv) {
  const project = await projectWith('CREATE TABLE public.mine (id int);');
  const run = await startRun({ project, directory: await temporaryFolder(), env });
  onTestFinished(() => run.stop());
  return run;
}

test('a user that may create databases and roles is enough', async () => {
  const server = await ownServer();
  await withConnection(server.url(), (client) =>
    client.query("CREATE ROLE tester LOGIN PASSWORD 'secret' CREATEDB CREATEROLE"),
  );
  const url = server.url({ user: 'tester', password: 'secret' });
  const first = await startWith({ DATABASE_URL_TEST: url });
  const db = await createTestDatabase({ run: first.handle });
  await withConnection(db.url(), async (client) => {
    expect((await client.query('SELECT current_user AS role')).rows).toEqual([{ role: 'org_app' }]);
    // Ending a connection of another role is what such a user may do least.
    await db.drop();
  });
  await first.stop();
  const again = await startWith({ DATABASE_URL_TEST: url });
  expect(again.handle.logins).toEqual(first.handle.logins);
});

test('roles that somebody uses keep their passwords', async () => {
  const server = await ownServer();
  await withConnection(server.url(), (client) => client.query("CREATE ROLE org_app LOGIN PASSWORD 'theirs'"));
  const run = await startWith({ DATABASE_URL_TEST: server.url() });
  await using db = await createTestDatabase({ run: run.handle });
  const theirs = new URL(db.url());
  theirs.username = 'org_app';
  theirs.password = 'theirs';
  await withConnection(theirs.toString(), (client) => client.query('SELECT'));
});

test('a user with too few rights is told which are needed', async () => {
  const server = await ownServer();
  await withConnection(server.url(), (client) => client.query("CREATE ROLE weak LOGIN PASSWORD 'secret'"));
  const url = server.url({ user: 'weak', password: 'secret' });
  await expect(startWith({ DATABASE_URL_TEST: url })).rejects.toMatchObject({
    code: 'SERVER_RIGHTS',
    message: expect.stringMatching(/CREATEDB and CREATEROLE/),
  });
});

test('a server that is not there is named, without the password', async () => {
  const failure = startWith({ DATABASE_URL_TEST: 'postgresql://me:hush@127.0.0.1:9/postgres' });
  await expect(failure).rejects.toMatchObject({
    name: 'DbTestingError',
    code: 'SERVER_FAILED',
    message: expect.stringMatching(/^(?!.*hush).*127\.0\.0\.1:9/),
  });
});

test.each([
  [{ DATABASE_URL_TEST: 'localhost' }, 'DATABASE_URL_TEST'],
  [{ DATABASE_URL_TEST: 'mysql://me:hush@localhost/x' }, 'DATABASE_URL_TEST'],
  [{ DATABASE_URL_TEST: 'postgresql:///postgres?host=/run/postgresql' }, 'DATABASE_URL_TEST'],
  [{ DB_TESTING_SERVER: 'cloud' }, 'container or embedded'],
  [{ DB_TESTING_SERVER: 'embedded', DB_TESTING_VERSION: '9' }, '15, 16, 17, 18'],
])('%o is refused', async (env, hint) => {
  await expect(startWith(env)).rejects.toMatchObject({
    code: 'OPTION_INVALID',
    message: expect.stringContaining(hint),
  });
});

test('a container is not replaced by another server when it was asked for', async () => {
  const env = { DB_TESTING_SERVER: 'container', DB_TESTING_IMAGE: 'registry.invalid/none:0' };
  await expect(startWith(env)).rejects.toMatchObject({ code: 'CONTAINER_FAILED' });
});

test('the embedded server is used where nothing else is there, and its template again', async () => {
  const env = { DOCKER_HOST: 'unix:///nonexistent/docker.sock' };
  const options = {
    project: await projectWith('CREATE TABLE public.mine (id int);'),
    directory: await temporaryFolder(),
    env,
  };
  const told: string[] = [];
  const first = await startRun({ ...options, onProgress: (line) => told.push(line) });
  await first.stop();
  const second = await startRun({ ...options, onProgress: (line) => told.push(line) });
  await second.stop();
  expect(told).toEqual([
    `Databases for tests: embedded PostgreSQL 18 in ${options.directory}`,
    'Deploying the migrations to a template, once',
    `Databases for tests: embedded PostgreSQL 18 in ${options.directory}`,
  ]);
});
