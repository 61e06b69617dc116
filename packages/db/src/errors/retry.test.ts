import { expect, test } from 'vitest';
import { DbError } from './db-error.ts';
import { withRetry } from './retry.ts';

const failing = (times: number, error: unknown) => {
  let calls = 0;
  return {
    calls: () => calls,
    run: async () => {
      calls += 1;
      if (calls <= times) throw error;
      return 'done';
    },
  };
};

test('runs again what another run may cure', async () => {
  const work = failing(2, new DbError('DEADLOCK'));
  const seen: number[] = [];
  const options = { baseDelayMs: 1, onRetry: (_error: DbError, attempt: number) => seen.push(attempt) };
  expect(await withRetry(work.run, options)).toBe('done');
  expect(seen).toEqual([1, 2]);
});

test('gives up after the attempts, with the last error', async () => {
  const error = new DbError('SERIALIZATION_FAILURE');
  const work = failing(9, error);
  await expect(withRetry(work.run, { attempts: 3, baseDelayMs: 1 })).rejects.toBe(error);
  expect(work.calls()).toBe(3);
});

test('does not repeat any other failure', async () => {
  for (const error of [new DbError('UNIQUE_VIOLATION'), new Error('a bug')]) {
    const work = failing(9, error);
    await expect(withRetry(work.run)).rejects.toBe(error);
    expect(work.calls()).toBe(1);
  }
});

test('a signal ends the waiting', async () => {
  const error = new DbError('DEADLOCK');
  const controller = new AbortController();
  const work = failing(9, error);
  const run = withRetry(work.run, {
    baseDelayMs: 60_000,
    maxDelayMs: 60_000,
    signal: controller.signal,
    onRetry: () => setImmediate(() => controller.abort()),
  });
  await expect(run).rejects.toBe(error);
  expect(work.calls()).toBe(1);
});
