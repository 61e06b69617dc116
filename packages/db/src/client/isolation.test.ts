import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { codeOf, createFixture, type Fixture, person, STATEMENT_MODES } from '../../test/two-tenants.ts';
import type { Db } from './create-db.ts';
import type { TenantClient } from './tenant-client.ts';

let fixture: Fixture;
beforeAll(async () => {
  fixture = await createFixture({ pool: { max: 2 } });
});
afterAll(() => fixture?.end());

/** A different sequence for each seed, the same for the same one. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}

class Undo extends Error {}

const ways: ((client: TenantClient, id: string, name: string) => Promise<string[]>)[] = [
  async (client) => (await client.user.findMany()).map((row) => row.tenantId),
  async (client) =>
    (await client.$queryRaw<{ t: string }[]>`select tenant_id as t from core.users`).map((r) => r.t),
  async (client, id) => [
    (await client.user.findUnique({ where: { tenantId_id: { tenantId: id, id } } }))?.tenantId ?? id,
  ],
  async (client, _id, name) => [(await client.user.create({ data: person(name) })).tenantId],
  async (client) => {
    await client.$executeRaw`update core.users set name = name`;
    return [];
  },
  (client, _id, name) =>
    client.$transaction(async (tx) => {
      const created = await tx.user.create({ data: person(name) });
      return [created.tenantId, ...(await tx.user.findMany()).map((row) => row.tenantId)];
    }),
  (client, _id, name) =>
    client.$transaction(async (tx) => {
      await tx
        .$transaction(async (nested) => {
          await nested.user.create({ data: person(name) });
          throw new Undo();
        })
        .catch((error) => {
          if (!(error instanceof Undo)) throw error;
        });
      return (await tx.user.findMany()).map((row) => row.tenantId);
    }),
  async (client) => {
    const [users, settings] = await client.$transaction([
      client.user.findMany(),
      client.$queryRaw<{ t: string }[]>`select current_setting('app.current_tenant_id') as t`,
    ]);
    return [...users.map((row) => row.tenantId), ...settings.map((row) => row.t)];
  },
  async (client) => {
    await client.$queryRaw`select 1 / 0`.catch(() => {});
    return [];
  },
  async (client) => {
    await client
      .$transaction(async (tx) => {
        await tx.$queryRaw`select 1 / 0`;
      })
      .catch(() => {});
    return [];
  },
];

describe.each(STATEMENT_MODES)('with %s statements', (label, mode) => {
  let db: Db;
  beforeAll(() => {
    db = fixture.open(mode);
  });

  test('two tenants that share two connections see their own rows only, whatever they do', async () => {
    const run = async (task: number) => {
      const next = random(task + 1);
      for (let step = 0; step < 12; step += 1) {
        const tenantId = fixture.tenants[next() < 0.5 ? 0 : 1];
        const way = ways[Math.floor(next() * ways.length)];
        const seen = await way?.(db.forTenant({ tenantId }), tenantId, `${label}-${task}-${step}`);
        expect(new Set([tenantId, ...(seen ?? [])])).toEqual(new Set([tenantId]));
      }
    };
    await Promise.all(Array.from({ length: 20 }, (_, task) => run(task)));
    expect(db.pool).toMatchObject({ waiting: 0, total: db.pool.idle });
    const owned = await fixture.superuser.query(
      `select count(*)::int as n from core.users where name like $1 and tenant_id = any ($2)`,
      [`${label}-%`, fixture.tenants],
    );
    expect(owned.rows[0].n).toBeGreaterThan(0);
  });

  test('look-ups by key of two tenants in one tick are not merged', async () => {
    const [a, b] = fixture.tenants;
    const found = await Promise.all(
      [a, b, a, b].map((tenantId, index) =>
        db
          .forTenant({ tenantId })
          .tenant.findUnique({ where: { id: index < 2 ? a : b }, select: { id: true } }),
      ),
    );
    expect(found).toEqual([{ id: a }, null, null, { id: b }]);
  });

  test('look-ups of one client in one tick are', async () => {
    const [a, b] = fixture.tenants;
    const client = db.forTenant({ tenantId: a });
    const found = await Promise.all(
      [a, b].map((id) => client.tenant.findUnique({ where: { id }, select: { id: true } })),
    );
    expect(found).toEqual([{ id: a }, null]);
  });
});

test('relations are followed within the tenant', async () => {
  const client = fixture.db.forTenant({ tenantId: fixture.tenants[0] });
  const settings = await client.tenantSettings.create({ data: {} });
  expect(await client.tenant.findUnique({ where: { id: fixture.tenants[0] } }).settings()).toMatchObject({
    tenantId: settings.tenantId,
  });
  const other = fixture.db.forTenant({ tenantId: fixture.tenants[1] });
  expect(await other.tenant.findUnique({ where: { id: fixture.tenants[0] } }).settings()).toBeNull();
});

test('an extended client keeps its tenant, in transactions too', async () => {
  const [a, b] = fixture.tenants;
  const seen: string[] = [];
  const extend = (tenantId: string) =>
    fixture.db.forTenant({ tenantId }).$extends({
      query: {
        tenant: {
          findMany: ({ args, query }) => {
            seen.push(tenantId);
            return query(args);
          },
        },
      },
    });
  const select = { id: true };
  expect(await extend(a).tenant.findMany({ select })).toEqual([{ id: a }]);
  expect(await extend(b).$transaction((tx) => tx.tenant.findMany({ select }))).toEqual([{ id: b }]);
  expect(seen).toEqual([a, b]);
});

test('a row for another tenant is refused', async () => {
  const [a, b] = fixture.tenants;
  const client = fixture.db.forTenant({ tenantId: a });
  expect(await codeOf(client.user.create({ data: { ...person('stray'), tenantId: b } }))).toBe(
    'TENANT_VIOLATION',
  );
});

test('settings made for the session do not reach the next user of the connection', async () => {
  const [a, b] = fixture.tenants;
  const db = fixture.open({ pool: { max: 1 } });
  const intruder = db.forTenant({ tenantId: a });
  await intruder.$queryRaw`select set_config('app.current_tenant_id', ${a}, false)`;
  await intruder.$queryRaw`select set_config('app.current_user_id', ${a}, false)`;
  const settings = await db.forTenant({ tenantId: b }).$queryRaw`
    select current_setting('app.current_tenant_id') as tenant, current_setting('app.current_user_id') as member`;
  expect(settings).toEqual([{ tenant: b, member: '' }]);
});

test('every part of the context arrives, and what is absent is empty', async () => {
  const tenantId = fixture.tenants[0];
  const id = fixture.tenants[1];
  const read = (client: TenantClient) => client.$queryRaw`
    select current_setting('app.current_user_id') as "user", current_setting('app.current_portal_user_id') as portal,
      current_setting('app.current_customer_id') as customer, current_setting('app.current_customer_tier') as tier,
      current_setting('app.acting_portal_user_id') as acting, current_setting('app.request_id') as request,
      current_setting('app.request_ip') as ip, current_setting('app.request_user_agent') as agent`;
  const full = fixture.db.forTenant({
    tenantId,
    userId: id,
    portalUser: { id, customerId: id, tier: 'premium' },
    actingPortalUserId: id,
    request: { id: 'r-1', ip: '2001:db8::1', userAgent: 'Ünïcode “agent”' },
  });
  expect(await read(full)).toEqual([
    {
      user: id,
      portal: id,
      customer: id,
      tier: 'premium',
      acting: id,
      request: 'r-1',
      ip: '2001:db8::1',
      agent: 'Ünïcode “agent”',
    },
  ]);
  expect(await read(fixture.db.forTenant({ tenantId }))).toEqual([
    { user: '', portal: '', customer: '', tier: '', acting: '', request: '', ip: '', agent: '' },
  ]);
});
