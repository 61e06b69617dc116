import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../test/helpers.ts';

const readme = await readFile(new URL('../README.md', import.meta.url), 'utf8');

test('the example runs as it stands', async () => {
  const folder = await temporaryFolder();
  const example = /```ts\n([\s\S]*?)```/.exec(readme)?.[1] ?? '';
  const program = example
    .replace("'@org/postgres'", JSON.stringify(new URL('./index.ts', import.meta.url).href))
    .replace("'pg'", JSON.stringify(createRequire(import.meta.url).resolve('pg')));
  await writeFile(join(folder, 'example.mjs'), program);
  const { stdout } = await promisify(execFile)(process.execPath, ['example.mjs'], { cwd: folder });
  expect(stdout).toBe('2 running 1\n');
});

test('every error code is explained', async () => {
  const source = await readFile(new URL('./errors.ts', import.meta.url), 'utf8');
  const codes = [...source.matchAll(/\| '([A-Z_]+)'/g)].map(([, code]) => code);
  expect(codes.length).toBeGreaterThan(10);
  expect(codes.filter((code) => !new RegExp(`\\| \`${code}\` *\\|`).test(readme))).toEqual([]);
});
