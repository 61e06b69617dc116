import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { parseConfig } from './config.ts';

const DATABASE_URL = 'postgresql://org_worker:secret@127.0.0.1:5432/org';

test('needs a database only, and has defaults for the rest', () => {
  expect(parseConfig({ DATABASE_URL, LOG_LEVEL: '' })).toEqual({
    databaseUrl: DATABASE_URL,
    poolMax: 5,
    logLevel: 'info',
    masterKeys: [],
    statementTimeoutMs: 0,
    slowStatementMs: 1_000,
    shutdownMs: 8_000,
    notifications: { gateway: 'none' },
    tracks: { archiveAfterMonths: 6, dropAfterMonths: 24 },
    webhooks: {
      keepDays: 30,
      pollMs: 1_000,
      concurrency: 16,
      timeoutMs: 10_000,
      leaseMs: 30_000,
      retry: { maxAttempts: 10, baseDelayMs: 5_000, maxDelayMs: 43_200_000 },
      allowPrivateAddresses: false,
    },
  });
});

test("the worker's own database goes first", () => {
  const config = parseConfig({ DATABASE_URL: 'postgresql://other/org', WORKER_DATABASE_URL: DATABASE_URL });
  expect(config.databaseUrl).toBe(DATABASE_URL);
});

test('names all problems at once, and no value', () => {
  const wrong = {
    WORKER_DATABASE_URL: 'mysql://root:hunter2@db/org',
    NODE_ENV: 'production',
    LOG_LEVEL: 'loud',
    NOTIFICATION_GATEWAY: 'ftp://hunter2@mail',
    WEBHOOK_POLL_MS: '1',
    WEBHOOK_LEASE_MS: '5000',
    WEBHOOK_ALLOW_PRIVATE: 'true',
  };
  const message = String(
    (() => {
      try {
        return parseConfig(wrong);
      } catch (error) {
        return error;
      }
    })(),
  );
  for (const name of [...Object.keys(wrong).filter((key) => key !== 'NODE_ENV'), 'ORG_MASTER_KEY']) {
    expect(message).toContain(`\n  ${name} `);
  }
  expect(message).not.toMatch(/hunter2|loud|mysql/);
});

test('a missing URL is said once', () => {
  expect(() => parseConfig({})).toThrow(
    /^The environment is not usable:\n {2}DATABASE_URL is missing, and so is [A-Z_]+$/,
  );
});

test('reads one master key, or several by their ids', () => {
  const key = randomBytes(32).toString('base64');
  const ids = (value: string) =>
    parseConfig({ DATABASE_URL, ORG_MASTER_KEY: value }).masterKeys.map(({ id }) => id);
  expect(ids(key)).toEqual(['main']);
  expect(ids(`new:${key},old:${key}`)).toEqual(['new', 'old']);
  expect(() => ids('too-short')).toThrow(/ORG_MASTER_KEY must be 32 bytes/);
});
