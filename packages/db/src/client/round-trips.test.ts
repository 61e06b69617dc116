import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createFixture, type Fixture, STATEMENT_MODES } from '../../test/two-tenants.ts';
import { WireProxy } from '../../test/wire-proxy.ts';

let fixture: Fixture;
let proxy: WireProxy;
beforeAll(async () => {
  fixture = await createFixture({ pool: { max: 1 } });
  proxy = await WireProxy.start(new URL(fixture.database.url('app')));
});
afterAll(async () => {
  await fixture?.end();
  await proxy?.stop();
});

describe.each(STATEMENT_MODES)('with %s statements', (_label, mode) => {
  test('a query waits for the server once, a transaction no more often than without a tenant', async () => {
    const db = fixture.open({ url: proxy.url(fixture.database.url('app')), ...mode });
    const client = db.forTenant({ tenantId: fixture.tenants[0] });
    const waits = async (work: () => Promise<unknown>) => {
      const before = proxy.waits;
      await work();
      return proxy.waits - before;
    };
    const query = () => client.tenant.findMany({ select: { id: true } });
    await query();
    for (let i = 0; i < 4; i += 1) expect(await waits(query)).toBe(1);
    expect(await waits(() => client.tenant.findUnique({ where: { id: fixture.tenants[0] } }))).toBe(1);
    expect(await waits(() => client.$queryRaw`select 1`)).toBe(1);
    expect(await waits(() => client.user.count())).toBe(1);
    // BEGIN, two queries, COMMIT
    expect(
      await waits(() =>
        client.$transaction(async (tx) => {
          await tx.user.count();
          await tx.user.count();
        }),
      ),
    ).toBe(4);
    expect(await waits(() => client.$transaction([query(), query()] as never).catch(() => {}))).toBe(4);
  });
});
