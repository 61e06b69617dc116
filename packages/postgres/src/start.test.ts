import { appendFile, mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { Client } from 'pg';
import { expect, test, vi } from 'vitest';
import {
  processesOf,
  query,
  startUser,
  temporaryDirectory,
  temporaryFolder,
  untilNoProcesses,
} from '../test/helpers.ts';
import { serverStatus, startServer, stopServer } from './index.ts';

test('starts a server that is ready, joins it, and stops it with its last user', async () => {
  const directory = await temporaryDirectory();
  const first = await startServer({ directory, profile: 'test' });
  expect(first).toMatchObject({ started: true, version: 18, host: '127.0.0.1' });
  await query(first, 'create table kept (id int)');

  const second = await startServer({ directory, profile: 'test' });
  expect(second).toMatchObject({ started: false, pid: first.pid, port: first.port });
  expect(await serverStatus({ directory })).toMatchObject({ state: 'running', users: 2, pid: first.pid });

  await first.release();
  await first.release();
  expect(await query(second, 'select 1 as one')).toEqual([{ one: 1 }]);
  await second.release();
  expect(await serverStatus({ directory })).toMatchObject({ state: 'stopped', users: 0, port: first.port });
  expect(await untilNoProcesses(directory)).toBe(true);

  const again = await startServer({ directory, profile: 'test' });
  expect(again).toMatchObject({ started: true, port: first.port });
  expect(await query(again, 'select * from kept')).toEqual([]);
  await again.release();
});

test('works the same whatever the caller has in its environment', async () => {
  const foreign = { PGDATA: '/nonexistent', PGPORT: '1', PGHOST: 'example.invalid', PGUSER: 'x' };
  for (const [name, value] of Object.entries({ ...foreign, LC_ALL: 'xx_YY.odd', TZ: 'Asia/Tokyo' })) {
    vi.stubEnv(name, value);
  }
  const directory = await temporaryDirectory();
  const server = await startServer({ directory });
  vi.unstubAllEnvs();
  const [row] = await query(
    server,
    `select current_setting('TimeZone') as zone, current_setting('server_encoding') as encoding,
            upper('äß') as upper, 'a' < 'B' as dictionary_order, current_setting('listen_addresses') as address,
            (select count(*)::int from pg_settings where setting like '%example%') as strange`,
  );
  expect(row).toEqual({
    zone: 'UTC',
    encoding: 'UTF8',
    upper: 'Äß',
    dictionary_order: false,
    address: '127.0.0.1',
    strange: 0,
  });
  await query(server, 'create extension pg_stat_statements');
  expect(await query(server, 'select count(*) > 0 as seen from pg_stat_statements')).toEqual([
    { seen: true },
  ]);
  await server.release();
});

test('the password is random, kept in a private file, asked for, and never logged', async () => {
  const directory = await temporaryDirectory();
  const server = await startServer({ directory, profile: 'test' });
  const password = new URL(server.url()).password;
  expect(password).toHaveLength(32);
  expect((await stat(join(directory, '18', 'password'))).mode & 0o777).toBe(0o600);

  for (const wrong of [server.url({ password: 'wrong' }), server.url({ user: 'postgres', password: '' })]) {
    await expect(new Client({ connectionString: wrong }).connect()).rejects.toThrow(/password/);
  }
  expect(await readFile(join(directory, '18', 'server.log'), 'utf8')).not.toContain(password);
  expect((await processesOf(directory)).join('\n')).not.toContain(password);
  expect(new URL(server.url({ user: 'a@b', database: 'x/y', password: 'p:q' })).href).toBe(
    `postgresql://a%40b:p%3Aq@127.0.0.1:${server.port}/x%2Fy`,
  );
  expect(server.url({ user: 'app' })).toBe(`postgresql://app@127.0.0.1:${server.port}/postgres`);
  await server.release();
});

test('chooses and remembers another port when the wanted one is taken', async () => {
  const taken = createServer();
  await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
  const address = taken.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const directory = await temporaryDirectory();

  const server = await startServer({ directory, port, profile: 'test' });
  expect(server.port).not.toBe(port);
  await server.release();
  await new Promise((resolve) => taken.close(resolve));

  const remembering = await startServer({ directory, profile: 'test' });
  expect(remembering.port).toBe(server.port);
  await remembering.release();
  const wanting = await startServer({ directory, port, profile: 'test' });
  expect(wanting.port).toBe(port);
  await wanting.release();
  await expect(startServer({ directory, port: 70_000 })).rejects.toMatchObject({ code: 'PORT_INVALID' });
});

test('two checkouts have two servers', async () => {
  const folder = await temporaryFolder();
  const [one, two] = await Promise.all(
    ['one', 'two'].map((name) => startServer({ directory: join(folder, name), profile: 'test' })),
  );
  expect(one?.port).not.toBe(two?.port);
  expect(one?.pid).not.toBe(two?.pid);
  await Promise.all([one?.release(), two?.release()]);
});

test('processes and calls that start it at the same moment share one server', async () => {
  const directory = await temporaryDirectory();
  const options = { directory, profile: 'test' as const };
  const all = await Promise.all([
    startServer(options),
    startServer(options),
    startUser(options),
    startUser(options),
  ]);
  expect(new Set(all.map(({ pid }) => pid)).size).toBe(1);
  expect(all.filter(({ started }) => started)).toHaveLength(1);
  expect(await stopServer({ directory })).toEqual({ stopped: true, users: 4 });
});

test('a moved checkout keeps its data', async () => {
  const folder = await temporaryFolder();
  await mkdir(join(folder, 'old'));
  const before = await startServer({ directory: join(folder, 'old'), profile: 'test' });
  await query(before, 'create table kept ()');
  await before.release();
  await rename(join(folder, 'old'), join(folder, 'new'));
  const after = await startServer({ directory: join(folder, 'new'), profile: 'test' });
  expect(await query(after, 'select * from kept')).toEqual([]);
  await after.release();
});

test('says what the server logged when it does not start', async () => {
  const directory = await temporaryDirectory();
  const server = await startServer({ directory, profile: 'test' });
  await server.release();
  await appendFile(join(directory, '18', 'data', 'postgresql.conf'), '\nwork_mem = nonsense\n');
  await expect(startServer({ directory, profile: 'test' })).rejects.toMatchObject({
    code: 'START_FAILED',
    message: expect.stringContaining('nonsense'),
  });
  expect(await untilNoProcesses(directory)).toBe(true);
  expect(await serverStatus({ directory })).toMatchObject({ state: 'stopped', users: 0 });
});

test('leaves data of another major version alone, and data without its password', async () => {
  const directory = await temporaryDirectory();
  const server = await startServer({ directory, profile: 'test' });
  await server.release();
  await rename(join(directory, '18', 'password'), join(directory, '18', 'elsewhere'));
  await expect(startServer({ directory })).rejects.toMatchObject({ code: 'DATA_UNUSABLE' });
  await rename(join(directory, '18', 'elsewhere'), join(directory, '18', 'password'));
  await writeFile(join(directory, '18', 'data', 'PG_VERSION'), '17\n');
  await expect(startServer({ directory })).rejects.toMatchObject({ code: 'DATA_UNUSABLE' });
  expect(await readFile(join(directory, '18', 'data', 'PG_VERSION'), 'utf8')).toBe('17\n');
});

test('refuses a version that there is not, before it touches anything', async () => {
  const directory = await temporaryDirectory();
  await expect(startServer({ directory, version: 14 as 15 })).rejects.toMatchObject({
    code: 'VERSION_UNAVAILABLE',
  });
  await expect(stat(directory)).rejects.toMatchObject({ code: 'ENOENT' });
});
