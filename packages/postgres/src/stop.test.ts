import { rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { expect, test } from 'vitest';
import { startUser, temporaryDirectory, untilNoProcesses } from '../test/helpers.ts';
import { serverStatus, startServer, stopServer } from './index.ts';

test('a process that ends without a word leaves nothing behind', async () => {
  const directory = await temporaryDirectory();
  await startUser({ directory, profile: 'test' }, 'exit');
  expect(await untilNoProcesses(directory)).toBe(true);
});

test('a server that was asked to stay outlives its users, until it is stopped', async () => {
  const directory = await temporaryDirectory();
  const user = await startUser({ directory, stay: true, profile: 'test' }, 'exit');
  const joined = await startServer({ directory, profile: 'test' });
  expect(joined).toMatchObject({ started: false, pid: user.pid });
  await joined.release();
  // The user counts until its process is gone.
  await expect
    .poll(() => serverStatus({ directory }))
    .toMatchObject({ state: 'running', stay: true, users: 0 });

  expect(await stopServer({ directory })).toEqual({ stopped: true, users: 0 });
  expect(await untilNoProcesses(directory)).toBe(true);
  expect(await stopServer({ directory })).toEqual({ stopped: false, users: 0 });
  expect(await serverStatus({ directory })).toMatchObject({ state: 'stopped', stay: false });
});

test('stopping takes the server from its users, whose release then does nothing', async () => {
  const directory = await temporaryDirectory();
  const before = await startServer({ directory, profile: 'test' });
  expect(await stopServer({ directory })).toEqual({ stopped: true, users: 1 });
  const after = await startServer({ directory, profile: 'test' });
  await before.release();
  expect(await serverStatus({ directory })).toMatchObject({ state: 'running', pid: after.pid });
  await after.release();
});

test('a deleted checkout takes its server along', async () => {
  const directory = await temporaryDirectory();
  const server = await startServer({ directory, profile: 'test' });
  await rm(dirname(directory), { recursive: true, force: true, maxRetries: 5 });
  expect(await untilNoProcesses(directory)).toBe(true);
  await server.release();
});

test('where nothing was started there is nothing to stop', async () => {
  const directory = await temporaryDirectory();
  expect(await stopServer({ directory })).toEqual({ stopped: false, users: 0 });
  expect(await serverStatus({ directory })).toEqual({ state: 'stopped', version: 18, users: 0, stay: false });
});
