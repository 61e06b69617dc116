import { afterEach, beforeEach, expect, test } from 'vitest';
import { createTestDatabase } from '../index.ts';
import { currentRun, publishRun, type RunHandle, withdrawRun } from './handle.ts';

let run: RunHandle;
beforeEach(() => {
  run = currentRun();
});
afterEach(() => publishRun(run));

test('without a run, the message says how to get one', async () => {
  withdrawRun();
  await expect(createTestDatabase()).rejects.toMatchObject({
    code: 'NO_RUN',
    message: expect.stringContaining('globalSetup'),
  });
});
