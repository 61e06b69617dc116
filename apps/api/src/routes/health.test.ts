import { createDb } from '@org/db';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Api, openApi } from '../../test/open-api.ts';
import { buildApp } from '../app.ts';
import { whyNotReady } from '../health/readiness.ts';

let api: Api;
beforeAll(async () => {
  api = await openApi();
});
afterAll(() => api.close());

describe('GET /health and /ready', () => {
  it('are good when the database can be used', async () => {
    expect((await api.app.inject('/health')).json()).toEqual({ status: 'ok' });
    const response = await api.app.inject('/ready');
    expect(response.json()).toMatchObject({ status: 'ready', migration: expect.stringMatching(/^\d{14}_/) });
  });

  it('tell alive from ready when the database is down', async () => {
    const db = createDb({ url: 'postgresql://app:hunter2@127.0.0.1:1/org' });
    const app = await buildApp(api.config, db);
    try {
      expect((await app.inject('/health')).statusCode).toBe(200);
      const response = await app.inject('/ready');
      expect(response.statusCode).toBe(503);
      expect(response.headers['retry-after']).toBe('5');
      expect(response.json().code).toBe('DATABASE_UNREACHABLE');
      expect(response.body).not.toContain('hunter2');
      const body = { tenant: 'well-crafted', email: 'a@b.test', password: 'x' };
      const login = await app.inject({ method: 'POST', url: '/auth/login', body });
      expect(login.json()).toMatchObject({ status: 503, code: 'DATABASE_UNREACHABLE' });
    } finally {
      await app.close();
      await db.close();
    }
  });
});

describe('whyNotReady', () => {
  const pool = { total: 1, idle: 1, waiting: 0, max: 5 };
  const health = (migrations: { applied: number; latest: string | null } | null, more = {}) => ({
    reachable: true,
    latencyMs: 1,
    pool,
    migrations,
    ...more,
  });
  const expected = ['1_a', '2_b'];

  it.each([
    ['the database fits', health({ applied: 2, latest: '2_b' }), undefined],
    ['it is older', health({ applied: 1, latest: '1_a' }), 'DATABASE_OLDER'],
    ['one in between is missing', health({ applied: 1, latest: '2_b' }), 'DATABASE_OLDER'],
    ['it is newer', health({ applied: 3, latest: '3_c' }), 'DATABASE_NEWER'],
    [
      'it has one in between that the code does not know',
      health({ applied: 3, latest: '2_b' }),
      'DATABASE_NEWER',
    ],
    ['it was never migrated', health(null), 'DATABASE_EMPTY'],
    [
      'its connections are used up',
      health({ applied: 2, latest: '2_b' }, { pool: { total: 5, idle: 0, waiting: 3, max: 5 } }),
      'POOL_EXHAUSTED',
    ],
  ])('when %s', (_, state, code) => {
    expect(whyNotReady(state, expected)?.code).toBe(code);
  });
});
