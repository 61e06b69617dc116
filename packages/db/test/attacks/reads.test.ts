import { describe, expect, test } from 'vitest';
import type { TenantClient } from '../../src/client/tenant-client.ts';
import { type Attack, attempt, expectNothingLearned, useAttack } from './attack-fixture.ts';

// Another tenant's ids in every operation of Prisma's that reads.
const attack = useAttack();

type Read = (client: TenantClient, a: Attack) => PromiseLike<unknown>;

const key = ({ foreign }: Attack) => ({ tenantId_id: { tenantId: foreign.tenantId, id: foreign.user } });

const none: [string, Read][] = [
  ['findUnique by the foreign key', (c, a) => c.user.findUnique({ where: key(a) })],
  ['findUnique of the foreign tenant', (c, a) => c.tenant.findUnique({ where: { id: a.foreign.tenantId } })],
  ['findUnique by slug', (c) => c.tenant.findUnique({ where: { slug: 'tenant-1' } })],
  ['findUnique by the global prefix', (c, a) => c.apiKey.findUnique({ where: { prefix: a.foreign.mark } })],
  [
    'findUnique with the own tenant and a foreign id',
    (c, a) => c.user.findUnique({ where: { tenantId_id: { tenantId: a.own.tenantId, id: a.foreign.user } } }),
  ],
  ['findFirst by id', (c, a) => c.user.findFirst({ where: { id: a.foreign.user } })],
  ['findFirst by tenant', (c, a) => c.user.findFirst({ where: { tenantId: a.foreign.tenantId } })],
  ['findFirst by a value', (c, a) => c.user.findFirst({ where: { name: a.foreign.mark } })],
  [
    'findFirst by a relation',
    (c, a) => c.order.findFirst({ where: { customer: { id: a.foreign.customer } } }),
  ],
  [
    'a relation followed from the foreign row',
    (c, a) => c.tenant.findUnique({ where: { id: a.foreign.tenantId } }).settings(),
  ],
];

const empty: [string, Read][] = [
  ['findMany by tenant', (c, a) => c.user.findMany({ where: { tenantId: a.foreign.tenantId } })],
  ['findMany by ids', (c, a) => c.customer.findMany({ where: { id: { in: [a.foreign.customer] } } })],
  [
    'findMany by NOT the own tenant',
    (c, a) => c.order.findMany({ where: { NOT: { tenantId: a.own.tenantId } } }),
  ],
  [
    'findMany by OR over everything',
    (c, a) =>
      c.user.findMany({
        where: { OR: [{ name: { not: '' } }, { id: a.foreign.user }], NOT: { id: a.own.user } },
      }),
  ],
  ['findMany by text', (c, a) => c.product.findMany({ where: { name: { contains: a.foreign.mark } } })],
  ['a filter: some', (c, a) => c.customer.findMany({ where: { orders: { some: { id: a.foreign.order } } } })],
  [
    'a filter: is',
    (c, a) => c.cart.findMany({ where: { portalUser: { is: { id: a.foreign.portalUser } } } }),
  ],
  [
    'a filter through the tenant',
    (c, a) => c.customer.findMany({ where: { tenant: { users: { some: { id: a.foreign.user } } } } }),
  ],
  [
    'a filter through a shared row',
    (c, a) =>
      c.portalUser.findMany({ where: { role: { portalUsers: { some: { id: a.foreign.portalUser } } } } }),
  ],
  ['a cursor on the foreign row', (c, a) => c.user.findMany({ cursor: key(a) })],
  ['a cursor backwards', (c, a) => c.user.findMany({ cursor: key(a), take: -10, orderBy: { id: 'asc' } })],
  ['a cursor with skip', (c, a) => c.user.findMany({ cursor: key(a), skip: 1, take: 10 })],
  ['skip past the own rows', (c) => c.user.findMany({ skip: 1 })],
  [
    'distinct',
    (c, a) => c.user.findMany({ distinct: ['tenantId'], where: { tenantId: a.foreign.tenantId } }),
  ],
  [
    'groupBy tenant',
    (c, a) =>
      c.user.groupBy({ by: ['tenantId'], where: { tenantId: { not: a.own.tenantId } }, _count: true }),
  ],
  [
    'groupBy having',
    (c, a) =>
      c.order.groupBy({
        by: ['customerId'],
        having: { customerId: a.foreign.customer },
        _sum: { total: true },
      }),
  ],
];

test.each(none)('%s finds nothing', async (_name, read) => {
  expect(await read(attack().client, attack())).toBeNull();
});

test.each(empty)('%s finds no row', async (_name, read) => {
  expect(await read(attack().client, attack())).toEqual([]);
});

test.each<[string, Read]>([
  ['findUniqueOrThrow', (c, a) => c.user.findUniqueOrThrow({ where: key(a) })],
  ['findFirstOrThrow', (c, a) => c.user.findFirstOrThrow({ where: { id: a.foreign.user } })],
])('%s says the same as for a row that nobody has', async (_name, read) => {
  const a = attack();
  const outcome = await attempt(() => read(a.client, a));
  const nobody = { ...a, foreign: { ...a.foreign, user: '00000000-0000-4000-8000-000000000000' } };
  expect(outcome).toEqual(await attempt(() => read(a.client, nobody)));
  expect(outcome.code).toBe('RECORD_NOT_FOUND');
});

describe('counted is what the tenant has', () => {
  test.each<[string, Read, unknown]>([
    ['count', (c) => c.user.count(), 1],
    ['count of the foreign', (c, a) => c.user.count({ where: { tenantId: a.foreign.tenantId } }), 0],
    ['count of tenants', (c) => c.tenant.count(), 1],
    ['count with select', (c) => c.user.count({ select: { _all: true, name: true } }), { _all: 1, name: 1 }],
    ['sum', (c) => c.order.aggregate({ _sum: { total: true }, _count: true }).then((r) => r._count), 2],
    [
      'max over all',
      (c, a) =>
        c.user.aggregate({ _max: { name: true }, _min: { name: true }, where: { id: { not: a.own.user } } }),
      { _max: { name: null }, _min: { name: null } },
    ],
    [
      'users of a shared role',
      async (c, a) =>
        (
          await c.role.findUnique({
            where: { id: a.roleId },
            include: { _count: { select: { portalUsers: true } } },
          })
        )?._count,
      { portalUsers: 2 },
    ],
    [
      'relations of the own tenant',
      async (c, a) =>
        (
          await c.tenant.findUnique({
            where: { id: a.own.tenantId },
            include: { _count: { select: { users: true, orders: true } } },
          })
        )?._count,
      { users: 1, orders: 2 },
    ],
  ])('%s', async (_name, read, expected) => {
    expect(await read(attack().client, attack())).toEqual(expected);
  });
});

test.each<[string, Read]>([
  ['include from a shared role', (c) => c.role.findMany({ include: { portalUsers: true, users: true } })],
  [
    'include from a permission',
    (c) => c.permission.findMany({ include: { tenantRoles: { include: { tenantRole: true } } } }),
  ],
  [
    'select of everything below the tenant',
    (c) => c.tenant.findMany({ select: { users: true, customers: { include: { orders: true } } } }),
  ],
  [
    'include with its own filter',
    (c, a) => c.tenant.findMany({ include: { users: { where: { tenantId: a.foreign.tenantId } } } }),
  ],
  [
    'order by a relation',
    (c) => c.order.findMany({ orderBy: { customer: { name: 'desc' } }, include: { customer: true } }),
  ],
  [
    'order by a relation’s count',
    (c) => c.role.findMany({ orderBy: { portalUsers: { _count: 'desc' } }, include: { portalUsers: true } }),
  ],
  ['the audit', (c) => c.auditLog.findMany()],
  ['shared and own settings', (c) => c.systemConfiguration.findMany()],
])('%s shows no foreign row', async (_name, read) => {
  const a = attack();
  const outcome = await attempt(() => read(a.client, a));
  expect(outcome.result).not.toHaveLength(0);
  expectNothingLearned(outcome, a.foreign);
  expect(outcome.text).not.toContain(a.foreign.tenantId);
});

test('every table has rows of both tenants, and shows those of one', async () => {
  const { client, tables, superuser, own } = attack();
  for (const { name, tenantColumn } of tables.filter((table) => table.tenantColumn)) {
    const shown = await client.$queryRawUnsafe<{ t: string | null }[]>(
      `select distinct ${tenantColumn} as t from ${name}`,
    );
    const there = await superuser.query(`select count(distinct ${tenantColumn})::int as n from ${name}`);
    expect(there.rows, name).toEqual([{ n: 2 }]);
    expect(
      shown.filter((row) => row.t !== null),
      name,
    ).toEqual([{ t: own.tenantId }]);
  }
});
