import { afterEach, describe, expect, test } from 'vitest';
import type { TenantClient } from '../../src/client/tenant-client.ts';
import { codeOf } from '../two-tenants.ts';
import { attempt, portalContext, sql, useAttack } from './attack-fixture.ts';

// Everybody on one connection: plans, prepared statements, aborted transactions, killed backends.
const attack = useAttack({ connections: 1 });

afterEach(() => {
  const { pool } = attack().db;
  expect(pool).toMatchObject({ waiting: 0, total: pool.idle });
});

const owners = async (client: TenantClient) =>
  new Set((await client.user.findMany({ select: { tenantId: true } })).map((row) => row.tenantId));

async function expectApart(): Promise<void> {
  const { client, victim, portal, own, foreign } = attack();
  expect(await owners(client)).toEqual(new Set([own.tenantId]));
  expect(await owners(victim)).toEqual(new Set([foreign.tenantId]));
  expect(await owners(portal)).toEqual(new Set());
}

describe('plans and prepared statements', () => {
  test.each(['auto', 'force_generic_plan', 'force_custom_plan'])(
    'one statement for all tenants, plan cache mode %s, shows each its own',
    async (mode) => {
      const { own, foreign, superuser, database, open } = attack();
      await superuser.query(`alter database ${database.name} set plan_cache_mode = ${mode}`);
      const db = open({ pool: { max: 1 } });
      const [a, b, p] = [own, foreign]
        .map(({ tenantId }) => db.forTenant({ tenantId }))
        .concat(db.forTenant(portalContext(own)));
      const order = (one: TenantClient | undefined) =>
        one?.order.findMany({ select: { tenantId: true, customerId: true } });
      for (let i = 0; i < 8; i += 1) {
        expect(new Set((await order(a))?.map((row) => row.tenantId))).toEqual(new Set([own.tenantId]));
        expect(new Set((await order(b))?.map((row) => row.tenantId))).toEqual(new Set([foreign.tenantId]));
        expect(await order(p)).toEqual([{ tenantId: own.tenantId, customerId: own.customer }]);
      }
      await superuser.query(`alter database ${database.name} reset plan_cache_mode`);
      await db.close();
    },
  );

  test('a key look-up repeated with the other’s key finds nothing', async () => {
    const { client, victim, own, foreign } = attack();
    const find = (one: TenantClient, tenantId: string, id: string) =>
      one.user.findUnique({ where: { tenantId_id: { tenantId, id } }, select: { id: true } });
    for (let i = 0; i < 8; i += 1) {
      expect(await find(client, own.tenantId, own.user)).toEqual({ id: own.user });
      expect(await find(victim, own.tenantId, own.user)).toBeNull();
      expect(await find(victim, foreign.tenantId, foreign.user)).toEqual({ id: foreign.user });
      expect(await find(client, foreign.tenantId, foreign.user)).toBeNull();
    }
  });
});

describe('in one tick', () => {
  test('look-ups, queries, raw SQL and transactions of three contexts', async () => {
    const { client, victim, portal, own, foreign } = attack();
    const key = (one: { tenantId: string; user: string }) => ({
      tenantId_id: { tenantId: one.tenantId, id: one.user },
    });
    const all = await Promise.all(
      [client, victim, portal].flatMap((one) => [
        one.user.findUnique({ where: key(own), select: { id: true } }),
        one.user.findUnique({ where: key(foreign), select: { id: true } }),
        one.user.count(),
        one.$queryRaw<{ t: string }[]>`select tenant_id as t from core.users`.then(
          (rows) => rows[0]?.t ?? null,
        ),
        one.$transaction((tx) => tx.user.findFirst({ select: { id: true } })),
        one.$transaction([one.user.findFirst({ select: { id: true } }), one.user.count()]),
      ]),
    );
    const mine = { id: own.user };
    const theirs = { id: foreign.user };
    expect(all.slice(0, 6)).toEqual([mine, null, 1, own.tenantId, mine, [mine, 1]]);
    expect(all.slice(6, 12)).toEqual([null, theirs, 1, foreign.tenantId, theirs, [theirs, 1]]);
    expect(all.slice(12)).toEqual([null, null, 0, null, null, [null, 0]]);
  });

  test('queries of two clients in one array are refused, unrun', async () => {
    const { client, victim } = attack();
    const rename = (one: TenantClient) => one.user.updateMany({ data: { name: 'mixed' } });
    expect(await codeOf(client.$transaction([rename(client), rename(victim)]))).toBe('MIXED_CONTEXTS');
    expect(await codeOf(client.$transaction((tx) => tx.$transaction([rename(victim)] as never)))).toBe(
      'MIXED_CONTEXTS',
    );
    expect(await client.user.count({ where: { name: 'mixed' } })).toBe(0);
  });

  test('another’s client within a transaction is not part of it', async () => {
    const { open, own, foreign } = attack();
    const db = open({ pool: { max: 2 } });
    const outcome = await attempt(() =>
      db.forTenant({ tenantId: own.tenantId }).$transaction(async (tx) => {
        const seen = await db
          .forTenant({ tenantId: foreign.tenantId })
          .user.findMany({ select: { id: true } });
        return [seen, await tx.user.findMany({ select: { id: true } })];
      }),
    );
    expect(outcome.result).toEqual([[{ id: foreign.user }], [{ id: own.user }]]);
    await db.close();
  });
});

describe('what ends badly leaves nothing', () => {
  test.each<[string, (client: TenantClient) => Promise<unknown>]>([
    ['a failed query', (c) => sql(c, 'select 1 / 0')],
    ['a failed transaction', (c) => c.$transaction((tx) => sql(tx, 'select 1 / 0'))],
    [
      'one that goes on after a failure',
      (c) =>
        c.$transaction(async (tx) => {
          await sql(tx, 'select 1 / 0').catch(() => {});
          await tx.user.count().catch(() => {});
        }),
    ],
    [
      'a failed savepoint',
      (c) =>
        c.$transaction((tx) =>
          tx.$transaction((inner) => sql(inner, 'select 1 / 0')).catch(() => tx.user.count()),
        ),
    ],
    [
      'one that expires',
      (c) => c.$transaction((tx) => sql(tx, 'select pg_sleep(0.2)::text'), { timeout: 20 }),
    ],
    ['one that throws', (c) => c.$transaction(() => Promise.reject(new Error('thrown')))],
    [
      'one left while it waits',
      (c) =>
        c.$transaction(async (tx) => {
          void sql(tx, 'select pg_sleep(0.05)::text').catch(() => {});
        }),
    ],
    ['a connection that its own query ends', (c) => sql(c, 'select pg_terminate_backend(pg_backend_pid())')],
    [
      'a transaction that ends its connection',
      (c) => c.$transaction((tx) => sql(tx, 'select pg_terminate_backend(pg_backend_pid())')),
    ],
    [
      'a query that cancels itself',
      (c) => sql(c, 'select pg_cancel_backend(pg_backend_pid()), pg_sleep(5)::text'),
    ],
  ])('%s', async (_name, fail) => {
    const { client, portal, db } = attack();
    for (const one of [portal, client]) {
      await attempt(() => fail(one));
      await expectApart();
    }
    await expect.poll(() => db.pool.idle).toBe(db.pool.total);
  });

  test('a client of a finished transaction reaches nothing', async () => {
    const { client } = attack();
    let kept: Pick<TenantClient, 'user' | '$queryRawUnsafe'> | undefined;
    await client.$transaction(async (tx) => {
      kept = tx;
    });
    expect(await codeOf(kept?.user.findMany().then((rows) => rows) ?? Promise.resolve())).toBe(
      'TRANSACTION_EXPIRED',
    );
    await expectApart();
  });
});
