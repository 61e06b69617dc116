import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../test/helpers.ts';
import { withLock } from './lock.ts';

test('lets one in at a time, in whatever order they come', async () => {
  const folder = await temporaryFolder();
  let inside = 0;
  let most = 0;
  const work = async () => {
    inside += 1;
    most = Math.max(most, inside);
    await sleep(5);
    inside -= 1;
  };
  await Promise.all(Array.from({ length: 12 }, () => withLock(folder, { timeout: 20_000 }, work)));
  expect(most).toBe(1);
  expect(await readdir(folder)).toHaveLength(1);
});

test('is free again after work that failed', async () => {
  const folder = await temporaryFolder();
  await expect(withLock(folder, { timeout: 0 }, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(await withLock(folder, { timeout: 0 }, async () => 'yes')).toBe('yes');
});

test('says who holds it when it takes too long', async () => {
  const folder = await temporaryFolder();
  await withLock(folder, { timeout: 0 }, async () => {
    await expect(withLock(folder, { timeout: 50 }, async () => undefined)).rejects.toMatchObject({
      code: 'LOCK_TIMEOUT',
      message: expect.stringContaining(String(process.pid)),
    });
  });
});

test('is taken over, once, from a process that was killed', async () => {
  const folder = await temporaryFolder();
  const module = new URL('./lock.ts', import.meta.url).href;
  const program = `import { withLock } from ${JSON.stringify(module)};
    await withLock(${JSON.stringify(folder)}, { timeout: 0 }, () => {
      process.stdout.write('held'); return new Promise((resolve) => setTimeout(resolve, 60_000)); });`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  child.kill('SIGKILL');
  await once(child, 'exit');
  let inside = 0;
  const work = async () => {
    inside += 1;
    expect(inside).toBe(1);
    await sleep(5);
    inside -= 1;
  };
  await Promise.all(Array.from({ length: 6 }, () => withLock(folder, { timeout: 20_000 }, work)));
});
