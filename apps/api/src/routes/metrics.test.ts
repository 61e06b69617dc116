import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Api, openApi } from '../../test/open-api.ts';
import { buildApp } from '../app.ts';
import { openDatabase } from '../database.ts';

let api: Api;
beforeAll(async () => {
  api = await openApi();
});
afterAll(() => api.close());

describe('GET /metrics', () => {
  it('shows calls by model, pools and the process, and no tenant', async () => {
    const { db, registry } = openDatabase(api.config);
    const app = await buildApp(api.config, db, registry);
    try {
      const body = { tenant: 'well-crafted', email: 'a@b.test', password: 'x' };
      expect((await app.inject({ method: 'POST', url: '/auth/login', body })).statusCode).toBe(401);
      const response = await app.inject('/metrics');
      expect(response.headers['content-type']).toMatch(/^text\/plain; version=0\.0\.4/);
      expect(response.body).toMatch(
        /db_client_operation_duration_seconds_count\{model="User",action="findFirst",outcome="ok"\} \d/,
      );
      expect(response.body).toContain('db_client_connection_max{pool="services"} 5');
      expect(response.body).toContain('process_cpu_user_seconds_total');
      const { id } = await db.resolveTenant('well-crafted');
      expect(response.body).not.toContain(id);
      expect((await app.inject('/openapi.json')).body).not.toContain('/metrics');
    } finally {
      await app.close();
      await db.close();
    }
  });

  it('asks for its token where there is one, and is not there in production without', async () => {
    const { db, registry } = openDatabase(api.config);
    const locked = await buildApp({ ...api.config, metricsToken: 'a long enough token' }, db, registry);
    const production = await buildApp({ ...api.config, production: true }, db, registry);
    try {
      const get = (authorization?: string) =>
        locked.inject({ url: '/metrics', headers: authorization === undefined ? {} : { authorization } });
      expect((await get()).json()).toMatchObject({ status: 401, code: 'TOKEN_MISSING' });
      expect((await get('Bearer a long enough')).statusCode).toBe(401);
      expect((await get('Bearer a long enough token')).statusCode).toBe(200);
      expect((await production.inject('/metrics')).statusCode).toBe(404);
    } finally {
      await locked.close();
      await production.close();
      await db.close();
    }
  });
});
