import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { enginePath } from '../src/index.ts';

const program = fileURLToPath(new URL('../bin/org-schema-engine', import.meta.url));
const run = (...args: string[]) => spawnSync(program, args, { encoding: 'utf8', input: '' });

test('`env` prints what a shell evaluates', () => {
  const { status, stdout } = run('env');
  expect(status).toBe(0);
  expect(stdout).toContain(`export PRISMA_SCHEMA_ENGINE_BINARY='${enginePath}'\n`);
});

test('says how it is used, when asked and when it is used otherwise', () => {
  for (const help of ['--help', '-h', 'help']) {
    expect(run(help)).toMatchObject({ status: 0, stdout: expect.stringMatching(/^Usage: /), stderr: '' });
  }
  for (const wrong of [['nonsense'], ['env', 'fish']]) {
    const refused = run(...wrong);
    expect(refused).toMatchObject({ status: 2, stdout: '' });
    expect(refused.stderr).toMatch(new RegExp(`^Unknown: ${wrong.join(' ')}\n\nUsage: `));
  }
});

test('is the engine for what Prisma asks its engine', () => {
  expect(run('--version')).toMatchObject({ status: 0, stdout: expect.stringMatching(/^schema-engine-cli /) });
  expect(run()).toMatchObject({ status: 0, stdout: '' });
});
