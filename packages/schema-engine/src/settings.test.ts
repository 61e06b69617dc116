import { expect, test } from 'vitest';
import { readSettings } from './settings.ts';

test('nothing is limited but the wait for the lock, as in Prisma', () => {
  expect(readSettings({})).toEqual({
    advisoryLockTimeout: 10_000,
    lockTimeout: undefined,
    statementTimeout: undefined,
    lockRetries: 0,
  });
});

test('takes whole numbers only', () => {
  expect(readSettings({ SCHEMA_ENGINE_LOCK_TIMEOUT: '5000', SCHEMA_ENGINE_LOCK_RETRIES: '3' })).toMatchObject(
    {
      lockTimeout: 5000,
      lockRetries: 3,
    },
  );
  expect(() => readSettings({ SCHEMA_ENGINE_STATEMENT_TIMEOUT: '5s' })).toThrow(
    expect.objectContaining({ code: 'INVALID_SETTING' }),
  );
});
