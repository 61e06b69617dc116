import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { createTestDatabase } from '@org/db-testing';
import { expect, test } from 'vitest';
import { DB_ERRORS } from '../src/errors/codes.ts';
import { runSeeds } from '../src/seeds/index.ts';

const root = path.join(import.meta.dirname, '..');
const readme = await readFile(path.join(root, 'README.md'), 'utf8');

test('the example runs as it stands', async () => {
  await using database = await createTestDatabase();
  await runSeeds({ url: database.url('owner'), systems: ['commerce'] });
  const [, example = ''] = /```ts\n([\s\S]*?)```/.exec(readme) ?? [];
  const program = example.replace('postgresql://org_app:app@localhost:5432/org', database.url());
  expect(program).not.toBe(example);
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--input-type=module-typescript', '-e', program],
    { cwd: root },
  );
  expect(stdout).toBe('2 suppliers\n');
});

test('every error code is explained, with its status', () => {
  const missing = Object.entries(DB_ERRORS).filter(
    ([code, { status }]) => !new RegExp(`\\| \`${code}\` +\\| ${status} `).test(readme),
  );
  expect(missing).toEqual([]);
});

test('the package needs no other of this repository at run time', async () => {
  const { dependencies } = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8'));
  expect(Object.keys(dependencies).filter((name) => name.startsWith('@org/'))).toEqual([]);
});
