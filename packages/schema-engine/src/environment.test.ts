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

test('prints what a shell can evaluate', () => {
  const script = `${environmentCommand()} printf %s "$PRISMA_SCHEMA_ENGINE_BINARY"`;
  expect(execFileSync('sh', ['-c', script], { encoding: 'utf8' })).toBe(enginePath);
});
