import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { query, startUser, temporaryDirectory, untilNoProcesses } from '../test/helpers.ts';
import { serverStatus, startServer, stopServer } from './index.ts';
import { identityOf, waitUntil } from './processes.ts';

async function keeperPid(directory: string): Promise<number> {
  const record = JSON.parse(await readFile(join(directory, '18', 'keeper.json'), 'utf8')) as { pid: number };
  return record.pid;
}

async function killAndWait(pid: number): Promise<void> {
  process.kill(pid, 'SIGKILL');
  await waitUntil(() => identityOf(pid) === undefined, 5_000);
}

test('a killed server recovers at the next start, with what was committed', async () => {
  const directory = await temporaryDirectory();
  const first = await startServer({ directory });
  await query(first, 'create table kept as select 1 as id');
  await killAndWait(first.pid);
  expect(await serverStatus({ directory })).toMatchObject({ state: 'crashed', port: first.port });

  const second = await startServer({ directory });
  expect(second).toMatchObject({ started: true, port: first.port });
  expect(await query(second, 'select * from kept')).toEqual([{ id: 1 }]);
  await first.release();
  expect(await serverStatus({ directory })).toMatchObject({ state: 'running', users: 1 });
  await second.release();
  expect(await untilNoProcesses(directory)).toBe(true);
});

test('a pid file that names a process of somebody else is not believed', async () => {
  const directory = await temporaryDirectory();
  const first = await startServer({ directory, profile: 'test' });
  const file = join(directory, '18', 'data', 'postmaster.pid');
  const content = await readFile(file, 'utf8');
  await first.release();
  await writeFile(file, content.replace(/^\d+/, String(process.pid)));

  expect(await serverStatus({ directory })).toMatchObject({ state: 'crashed' });
  expect(await stopServer({ directory })).toMatchObject({ stopped: false });
  const second = await startServer({ directory, profile: 'test' });
  expect(second.started).toBe(true);
  await second.release();
});

test('the server ends soon after its only user was killed', async () => {
  const directory = await temporaryDirectory();
  const user = await startUser({ directory, profile: 'test' });
  user.child.kill('SIGKILL');
  expect(await untilNoProcesses(directory)).toBe(true);
  expect(await serverStatus({ directory })).toMatchObject({ state: 'stopped', users: 0 });
});

test('a killed keeper is replaced at the next start, and nothing stays behind', async () => {
  const directory = await temporaryDirectory();
  const user = await startUser({ directory, profile: 'test' });
  await killAndWait(await keeperPid(directory));

  const joined = await startServer({ directory, profile: 'test' });
  expect(joined).toMatchObject({ started: false, pid: user.pid });
  expect(identityOf(await keeperPid(directory))).toBeDefined();
  await joined.release();
  user.child.kill('SIGKILL');
  expect(await untilNoProcesses(directory)).toBe(true);
});

test('the last user stops a server whose keeper was killed', async () => {
  const directory = await temporaryDirectory();
  const server = await startServer({ directory, profile: 'test' });
  await killAndWait(await keeperPid(directory));
  await server.release();
  expect(await untilNoProcesses(directory)).toBe(true);
});

test('a start that was killed half-way does not stand in the way of the next', async () => {
  const directory = await temporaryDirectory();
  const starting = startUser({ directory, profile: 'test' }).catch(() => undefined);
  void starting;
  // Somewhere in the set-up: the folder is there, the data not yet.
  await waitUntil(async () => (await serverLock(directory)) !== undefined, 10_000, 5);
  const holder = await serverLock(directory);
  if (holder !== undefined) await killAndWait(holder);
  const server = await startServer({ directory, profile: 'test' });
  expect(await query(server, 'select 1 as one')).toEqual([{ one: 1 }]);
  await server.release();
  // A keeper that the killed start had just made finds at its next look that nobody needs it.
  expect(await untilNoProcesses(directory)).toBe(true);
});

async function serverLock(directory: string): Promise<number | undefined> {
  const { readdir, readlink } = await import('node:fs/promises');
  for (const name of await readdir(directory).catch(() => [])) {
    if (!name.startsWith('lock.')) continue;
    const holder = Number((await readlink(join(directory, name)).catch(() => '')).split(':')[0]);
    if (holder > 0 && holder !== process.pid) return holder;
  }
  return undefined;
}
