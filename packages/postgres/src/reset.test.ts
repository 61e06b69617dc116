import { mkdir, readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { query, temporaryDirectory, temporaryFolder, untilNoProcesses } from '../test/helpers.ts';
import { resetServer, serverStatus, startServer, stopServer } from './index.ts';

test('deletes the data of a running server and begins anew', async () => {
  const directory = await temporaryDirectory();
  const first = await startServer({ directory, profile: 'test' });
  await query(first, 'create table lost ()');
  await resetServer({ directory });
  expect(await untilNoProcesses(directory)).toBe(true);
  expect((await serverStatus({ directory })).dataDirectory).toBeUndefined();

  const second = await startServer({ directory, profile: 'test' });
  await expect(query(second, 'select * from lost')).rejects.toThrow(/does not exist/);
  expect(second.url()).not.toBe(first.url());
  await second.release();
});

test('refuses a folder with other files in it, and leaves them', async () => {
  const directory = await temporaryFolder();
  await mkdir(join(directory, '18', 'data'), { recursive: true });
  await writeFile(join(directory, '18', 'data', 'precious'), '');
  for (const act of [resetServer, stopServer, serverStatus, startServer]) {
    await expect(act({ directory })).rejects.toMatchObject({ code: 'DIRECTORY_FOREIGN' });
  }
  expect((await stat(join(directory, '18', 'data', 'precious'))).isFile()).toBe(true);
  expect(await readdir(directory)).toEqual(['18']);
});

test('says clearly when the folder is a file', async () => {
  const directory = join(await temporaryFolder(), 'file');
  await writeFile(directory, '');
  for (const act of [resetServer, startServer]) {
    await expect(act({ directory })).rejects.toMatchObject({ code: 'DIRECTORY_UNUSABLE' });
  }
});
