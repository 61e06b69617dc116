import { cp, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { query, temporaryFolder } from '../test/helpers.ts';
import { resetServer, serverStatus, startServer } from './index.ts';

// Only root meets a checkout that the server's account cannot reach.
describe.runIf(process.getuid?.() === 0)('a checkout below a private folder', () => {
  test('gets its data outside, private to the account of the server, and loses it at a reset', async () => {
    const folder = await temporaryFolder(0o700);
    const directory = join(folder, '.pg');
    const server = await startServer({ directory, profile: 'test' });
    expect(await query(server, 'select 1 as one')).toEqual([{ one: 1 }]);
    const { dataDirectory } = await serverStatus({ directory });
    expect(dataDirectory?.startsWith(folder)).toBe(false);
    const found = await stat(dataDirectory ?? '');
    expect(found.uid).not.toBe(0);
    expect(found.mode & 0o077).toBe(0);
    expect((await stat(folder)).mode & 0o777).toBe(0o700);
    await resetServer({ directory });
    await expect(stat(join(dataDirectory ?? '', '..'))).rejects.toMatchObject({ code: 'ENOENT' });
  });

  test('keeps it when moved, and a copy gets its own', async () => {
    const folder = await temporaryFolder(0o700);
    const [first, moved, copy] = ['first', 'moved', 'copy'].map((name) => join(folder, name)) as [
      string,
      string,
      string,
    ];
    const original = await startServer({ directory: first, profile: 'test' });
    await query(original, 'create table kept ()');
    await original.release();
    await rename(first, moved);
    const again = await startServer({ directory: moved, profile: 'test' });
    expect(await query(again, 'select * from kept')).toEqual([]);

    await cp(moved, copy, { recursive: true, verbatimSymlinks: true });
    const other = await startServer({ directory: copy, profile: 'test' });
    expect(other.pid).not.toBe(again.pid);
    await expect(query(other, 'select * from kept')).rejects.toThrow(/does not exist/);
    await resetServer({ directory: copy });
    expect(await query(again, 'select * from kept')).toEqual([]);
    await resetServer({ directory: moved });
  });

  test('is not led to a folder that is not ours', async () => {
    const folder = await temporaryFolder(0o700);
    const directory = join(folder, '.pg');
    const server = await startServer({ directory, profile: 'test' });
    await server.release();
    const honest = JSON.parse(await readFile(join(directory, '18', 'state.json'), 'utf8')) as object;
    const victim = join(folder, 'victim', 'data');
    await mkdir(victim, { recursive: true });
    await writeFile(join(directory, '18', 'state.json'), JSON.stringify({ ...honest, outside: victim }));
    await resetServer({ directory });
    expect((await stat(victim)).isDirectory()).toBe(true);
    // What the pointer led to before.
    if ('outside' in honest && typeof honest.outside === 'string') {
      await rm(join(honest.outside, '..'), { recursive: true, force: true });
    }
  });
});
