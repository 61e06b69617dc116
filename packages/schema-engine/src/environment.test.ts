import { execFileSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { expect, test } from 'vitest';
import { engineEnvironment, enginePath, environmentCommand } from './index.ts';

test('names an executable', () => {
  accessSync(enginePath, constants.X_OK);
});

test('adds to an environment without changing it', () => {
  const env = { KEPT: 'yes' };
  expect(engineEnvironment(env)).toMatchObject({
    KEPT: 'yes',
    PRISMA_SCHEMA_ENGINE_BINARY: enginePath,
    CHECKPOINT_DISABLE: '1',
  });
  expect(env).toEqual({ KEPT: 'yes' });
});

test("keeps what Node compiled in the user's cache, unless told otherwise", () => {
  expect(engineEnvironment({ XDG_CACHE_HOME: '/home/me/.cache' }).NODE_COMPILE_CACHE).toBe(
    '/home/me/.cache/org-schema-engine',
  );
  expect(engineEnvironment({ NODE_COMPILE_CACHE: '/elsewhere' }).NODE_COMPILE_CACHE).toBe('/elsewhere');
  expect(engineEnvironment({ NODE_DISABLE_COMPILE_CACHE: '1' }).NODE_COMPILE_CACHE).toBeUndefined();
});

test('prints what a shell can evaluate', () => {
  const script = `${environmentCommand()} printf %s "$PRISMA_SCHEMA_ENGINE_BINARY"`;
  expect(execFileSync('sh', ['-c', script], { encoding: 'utf8' })).toBe(enginePath);
});
