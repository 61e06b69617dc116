import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Api, openApi } from './open-api.ts';

let api: Api;
beforeAll(async () => {
  api = await openApi();
  await api.app.listen({ port: 0, host: '127.0.0.1' });
});
afterAll(() => api?.close());

it('a read ends in the database too when the one who asked has gone', async () => {
  const manager = await api.logIn('manager@wellcrafted.com');
  await api.db.asAdmin({ actor: 'test', reason: 'hold a table' }, (admin) =>
    admin.$transaction(
      async (tx) => {
        await tx.$executeRaw`LOCK TABLE commerce.products IN ACCESS EXCLUSIVE MODE`;
        const waiting = async () => {
          const [row] = await tx.$queryRaw<{ count: number }[]>`
            SELECT count(*)::int FROM pg_locks WHERE NOT granted AND relation = 'commerce.products'::regclass`;
          return row?.count;
        };
        const { port } = api.app.server.address() as AddressInfo;
        const headers = { authorization: `Bearer ${manager.accessToken}` };
        const call = request({ port, path: '/v1/products', headers });
        call.on('error', () => {});
        call.end();
        await expect.poll(waiting).toBeGreaterThan(0);
        call.destroy();
        await expect.poll(waiting).toBe(0);
      },
      { timeout: 120_000 },
    ),
  );
  expect((await api.request(manager, 'GET', '/v1/products')).statusCode).toBe(200);
});
