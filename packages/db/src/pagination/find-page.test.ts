import { afterAll, beforeAll, describe, expect, expectTypeOf, test } from 'vitest';
import type { Prisma } from '../../generated/prisma/client.ts';
import { codeOf, createFixture, type Fixture, person } from '../../test/two-tenants.ts';
import type { TenantClient } from '../client/tenant-client.ts';
import { withDeleted } from '../soft-delete/with-deleted.ts';
import { type FindPageArgs, findPage } from './find-page.ts';

let fixture: Fixture;
let client: TenantClient;
beforeAll(async () => {
  fixture = await createFixture({ cursorSecret: 'a secret of more than thirty-two characters' });
  client = fixture.db.forTenant({ tenantId: fixture.tenants[0] });
  // Ties in every column but the key, and rows without a value.
  await client.user.createMany({
    data: Array.from({ length: 31 }, (_, i) => ({
      ...person(`p-${i % 7}-${i}`),
      name: `name ${i % 5}`,
      isActive: i % 3 > 0,
      status: (['ACTIVE', 'INACTIVE', 'SUSPENDED', 'PENDING'] as const)[i % 4] ?? 'ACTIVE',
      createdAt: new Date(Date.UTC(2026, 0, 1 + (i % 4))),
      lastLoginAt: i % 3 === 0 ? null : new Date(Date.UTC(2026, 1, 1 + (i % 5))),
    })),
  });
});
afterAll(() => fixture?.end());

type Args = FindPageArgs<TenantClient['user']>;
type Order = Args['orderBy'];
const ids = (rows: readonly { id: string }[]) => rows.map((row) => row.id);

const ORDERS: [string, Order][] = [
  ['the key itself', [{ id: 'desc' }]],
  ['ties', [{ createdAt: 'desc' }]],
  ['both directions', [{ name: 'asc' }, { createdAt: 'desc' }]],
  ['nulls where PostgreSQL puts them', [{ lastLoginAt: 'desc' }, { name: 'asc' }]],
  ['nulls first', [{ lastLoginAt: { sort: 'asc', nulls: 'first' } }, { id: 'desc' }]],
  ['nulls last', [{ lastLoginAt: { sort: 'desc', nulls: 'last' } }]],
  ['an enum and a boolean', [{ status: 'desc' }, { isActive: 'asc' }]],
  ['a boolean', [{ isActive: 'desc' }, { lastLoginAt: 'asc' }]],
  ['nothing', []],
];

describe.each(ORDERS)('by %s', (_label, orderBy) => {
  test('pages make up the whole list, from either end', async () => {
    const whole = ids((await findPage(client.user, { orderBy, first: 1_000 })).rows);
    expect(whole).toHaveLength(31);
    // Prisma's own order must agree, as far as the order says.
    const plain = await client.user.findMany({
      orderBy: [...orderBy, { id: keyDirection(orderBy) }] as Prisma.UserOrderByWithRelationInput[],
    });
    expect(whole).toEqual(ids(plain));

    const forwards: string[] = [];
    let page = await findPage(client.user, { orderBy, first: 4 });
    expect([page.hasPrevious, page.hasNext]).toEqual([false, true]);
    for (;;) {
      forwards.push(...ids(page.rows));
      if (!page.hasNext) break;
      page = await findPage(client.user, { orderBy, first: 4, after: page.end ?? '' });
      expect(page.hasPrevious).toBe(true);
    }
    expect(forwards).toEqual(whole);

    const backwards: string[] = [];
    page = await findPage(client.user, { orderBy, last: 4 });
    expect([page.hasPrevious, page.hasNext]).toEqual([true, false]);
    for (;;) {
      backwards.unshift(...ids(page.rows));
      if (!page.hasPrevious) break;
      page = await findPage(client.user, { orderBy, last: 4, before: page.start ?? '' });
      expect(page.hasNext).toBe(true);
    }
    expect(backwards).toEqual(whole);
  });

  test('a page between two cursors', async () => {
    const whole = await findPage(client.user, { orderBy, first: 1_000 });
    const head = await findPage(client.user, { orderBy, first: 5 });
    const tail = await findPage(client.user, { orderBy, last: 7 });
    const between = { orderBy, after: head.end ?? '', before: tail.start ?? '' };
    expect(ids((await findPage(client.user, { ...between, first: 1_000 })).rows)).toEqual(
      ids(whole.rows.slice(5, 24)),
    );
    expect(ids((await findPage(client.user, { ...between, last: 3 })).rows)).toEqual(
      ids(whole.rows.slice(21, 24)),
    );
  });
});

function keyDirection(orderBy: Order): 'asc' | 'desc' {
  const last = Object.values(orderBy.at(-1) ?? { id: 'asc' })[0] ?? 'asc';
  return typeof last === 'string' ? last : last.sort;
}

test('rows are what select, include and omit make of them, by type as well', async () => {
  const orderBy = [{ name: 'asc' }] as const;
  const selected = await findPage(client.user, { orderBy, first: 2, select: { email: true } });
  expect(Object.keys(selected.rows[0] ?? {})).toEqual(['email']);
  expectTypeOf(selected.rows).toEqualTypeOf<{ email: string }[]>();
  const next = await findPage(client.user, {
    orderBy,
    first: 2,
    after: selected.end ?? '',
    omit: { name: true },
  });
  expect(next.rows[0]).not.toHaveProperty('name');
  expectTypeOf(next.rows[0]).toExtend<{ email: string } | undefined>();
  // @ts-expect-error what was omitted is not there
  next.rows[0]?.name;
  const included = await findPage(client.user, { orderBy, first: 1, include: { roles: true } });
  expectTypeOf(included.rows[0]?.roles[0]?.roleId).toEqualTypeOf<string | null | undefined>();
  expect(included.rows[0]?.roles).toEqual([]);
  expect(await findPage(client.user, { where: { name: 'nobody' }, orderBy, first: 3 })).toEqual({
    rows: [],
    start: null,
    end: null,
    hasNext: false,
    hasPrevious: false,
  });
});

test('a transaction, and who asks for deleted rows, have pages too', async () => {
  const { id } = await client.user.create({ data: { ...person('gone'), deletedAt: new Date() } });
  const args = { where: { id }, orderBy: [], first: 5 };
  expect((await findPage(client.user, args)).rows).toEqual([]);
  expect(ids((await findPage(withDeleted(client).user, args)).rows)).toEqual([id]);
  const bin = { where: { deletedAt: { not: null } }, orderBy: [{ deletedAt: 'desc' }], first: 1 } as const;
  const page = await findPage(client.user, bin);
  expect(ids(page.rows)).toEqual([id]);
  expect((await findPage(client.user, { ...bin, after: page.end ?? '' })).rows).toEqual([]);
  expect(
    await client.$transaction(async (tx) => (await findPage(tx.user, { orderBy: [], last: 3 })).rows.length),
  ).toBe(3);
});

describe('a cursor is refused', () => {
  const orderBy: Order = [{ name: 'asc' }];
  const refused = async (page: Promise<unknown>) => expect(await codeOf(page)).toBe('CURSOR_INVALID');
  let after: string;
  beforeAll(async () => {
    after = (await findPage(client.user, { orderBy, first: 2, where: { isActive: true } })).end ?? '';
  });

  test('for another tenant, portal user, model, condition or order', async () => {
    const where = { isActive: true };
    expect((await findPage(client.user, { where, orderBy, first: 5, after })).rows).not.toEqual([]);
    const other = fixture.db.forTenant({ tenantId: fixture.tenants[1] });
    await refused(findPage(other.user, { where, orderBy, first: 5, after }));
    const portalUser = { id: fixture.tenants[0], customerId: fixture.tenants[0], tier: 'basic' } as const;
    const portal = fixture.db.forTenant({ tenantId: fixture.tenants[0], portalUser });
    await refused(findPage(portal.user, { where, orderBy, first: 5, after }));
    await refused(findPage(client.role, { orderBy: [{ name: 'asc' }], first: 5, after }));
    await refused(findPage(client.user, { where: { isActive: false }, orderBy, first: 5, after }));
    await refused(findPage(client.user, { orderBy, first: 5, after }));
    await refused(findPage(client.user, { where, orderBy: [{ name: 'desc' }], first: 5, after }));
    await refused(
      findPage(client.user, { where, orderBy: [{ name: 'asc' }, { id: 'desc' }], first: 5, before: after }),
    );
  });

  test('when it was changed, cut or made up', async () => {
    const bytes = Buffer.from(after, 'base64url');
    for (let at = 0; at < bytes.length; at += 5) {
      const changed = Buffer.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ 1;
      await refused(
        findPage(client.user, {
          where: { isActive: true },
          orderBy,
          first: 5,
          after: changed.toString('base64url'),
        }),
      );
    }
    for (const made of ['', 'x', after.slice(0, 40), `${after}AAAA`, 'A'.repeat(5_000)]) {
      await refused(findPage(client.user, { where: { isActive: true }, orderBy, first: 5, after: made }));
    }
  });
});

test.each<[string, object]>([
  ['no size', { orderBy: [] }],
  ['two sizes', { orderBy: [], first: 1, last: 1 }],
  ['no rows', { orderBy: [], first: 0 }],
  ['too many rows', { orderBy: [], first: 1_001 }],
  ['a relation', { orderBy: [{ tenant: { name: 'asc' } }], first: 1 }],
  ['a field twice', { orderBy: [{ name: 'asc' }, { name: 'desc' }], first: 1 }],
  ['an order by deletion without saying whose', { orderBy: [{ deletedAt: 'asc' }], first: 1 }],
  ['a direction that is none', { orderBy: [{ name: 'up' }], first: 1 }],
  ['nulls of what is never null', { orderBy: [{ name: { sort: 'asc', nulls: 'last' } }], first: 1 }],
])('%s cannot be paged', async (_label, args) => {
  expect(await codeOf(findPage(client.user, args as Args))).toBe('QUERY_INVALID');
});
