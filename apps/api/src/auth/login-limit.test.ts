import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Api, openApi } from '../../test/open-api.ts';
import { buildApp } from '../app.ts';

let api: Api;
beforeAll(async () => {
  api = await openApi({ LOGIN_RATE_LIMIT: '2', TRUST_PROXY: 'true' });
});
afterAll(() => api.close());

const tryAs = (email: string, address: string, app = api.app) =>
  app.inject({
    method: 'POST',
    url: '/auth/login',
    headers: { 'x-forwarded-for': address },
    body: { tenant: 'well-crafted', email, password: 'guess' },
  });

it('slows down guessing for one e-mail from one address, and nobody else', async () => {
  for (let count = 0; count < 2; count += 1) {
    expect((await tryAs('Manager@wellcrafted.com', '192.0.2.1')).statusCode).toBe(401);
  }
  const response = await tryAs('manager@wellcrafted.com', '192.0.2.1');
  expect(response.statusCode).toBe(429);
  expect(Number(response.headers['retry-after'])).toBeGreaterThan(0);
  expect(response.json()).toMatchObject({ code: 'LOGIN_RATE_EXCEEDED', status: 429 });
  expect((await tryAs('admin@wellcrafted.com', '192.0.2.1')).statusCode).toBe(401);
  expect((await tryAs('manager@wellcrafted.com', '192.0.2.2')).statusCode).toBe(401);
});

it('slows down an address that tries many e-mails', async () => {
  const tries = Array.from({ length: 21 }, (_, index) => tryAs(`user-${index}@wellcrafted.com`, '192.0.2.3'));
  const statuses = (await Promise.all(tries)).map(({ statusCode }) => statusCode);
  expect(statuses.filter((status) => status === 429)).toHaveLength(1);
});

it('counts for all processes, and for tenants that there are none of', async () => {
  const other = await buildApp(api.config, api.db);
  try {
    const tries = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        tryAs('rep@wellcrafted.com', '192.0.2.4', index % 2 === 0 ? api.app : other),
      ),
    );
    const statuses = tries.map(({ statusCode }) => statusCode);
    expect(statuses.filter((status) => status === 401)).toHaveLength(2);
    expect(statuses.filter((status) => status === 429)).toHaveLength(18);
  } finally {
    await other.close();
  }
});
