import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { codeOf, createFixture, type Fixture, person } from '../../test/two-tenants.ts';
import { createDb } from '../client/create-db.ts';
import type { TenantClient } from '../client/tenant-client.ts';
import { paginate } from './paginate.ts';

let fixture: Fixture;
let client: TenantClient;
beforeAll(async () => {
  fixture = await createFixture({ cursorSecret: 'a secret of more than thirty-two characters' });
  client = fixture.db.forTenant({ tenantId: fixture.tenants[0] });
  // Ties in every column but the id, and rows without a value.
  await client.user.createMany({
    data: Array.from({ length: 23 }, (_, i) => ({
      ...person(`p-${i}`),
      createdAt: new Date(Date.UTC(2026, 0, 1 + (i % 4))),
      lastLoginAt: i % 3 === 0 ? null : new Date(Date.UTC(2026, 1, 1 + (i % 5))),
    })),
  });
});
afterAll(() => fixture?.end());

type Order = NonNullable<Parameters<typeof users>[1]>;

/** Reads a page of users; `extra` overrides how the list is described. */
const users = (
  cursor: string | undefined,
  order: readonly {
    field: 'createdAt' | 'lastLoginAt' | 'name' | 'id';
    direction: 'asc' | 'desc';
    nulls?: 'first' | 'last';
  }[] = [
    { field: 'createdAt', direction: 'desc' },
    { field: 'id', direction: 'desc' },
  ],
  extra: { on?: TenantClient; resource?: string; filters?: unknown; limit?: number } = {},
) => {
  const on = extra.on ?? client;
  const { resource = 'users', filters, limit = 5 } = extra;
  return paginate(on, { resource, order, limit, cursor, filters }, ({ where, orderBy, take }) =>
    on.user.findMany({ where: { AND: [{ isActive: true }, where] }, orderBy, take }),
  );
};

const ids = (rows: { id: string }[]) => rows.map((row) => row.id);

describe.each<[string, Order]>([
  [
    'down',
    [
      { field: 'createdAt', direction: 'desc' },
      { field: 'id', direction: 'desc' },
    ],
  ],
  [
    'up and down',
    [
      { field: 'createdAt', direction: 'asc' },
      { field: 'id', direction: 'desc' },
    ],
  ],
  [
    'nulls first',
    [
      { field: 'lastLoginAt', direction: 'asc', nulls: 'first' },
      { field: 'id', direction: 'asc' },
    ],
  ],
  [
    'nulls last',
    [
      { field: 'lastLoginAt', direction: 'desc', nulls: 'last' },
      { field: 'id', direction: 'asc' },
    ],
  ],
  [
    'nulls in the middle',
    [
      { field: 'createdAt', direction: 'desc' },
      { field: 'lastLoginAt', direction: 'asc', nulls: 'last' },
      { field: 'id', direction: 'desc' },
    ],
  ],
])('in an order of %s', (_label, order) => {
  test('all pages together are the whole list, forwards and backwards', async () => {
    const all = ids(
      await client.user.findMany({
        orderBy: order.map(({ field, direction, nulls }) => ({
          [field]: nulls ? { sort: direction, nulls } : direction,
        })),
      }),
    );
    const forwards: string[][] = [];
    let page = await users(undefined, order);
    expect(page.page.previous).toBeNull();
    for (;;) {
      forwards.push(ids(page.data));
      if (!page.page.next) break;
      page = await users(page.page.next, order);
    }
    expect(forwards.flat()).toEqual(all);

    const backwards: string[][] = [ids(page.data)];
    while (page.page.previous) {
      page = await users(page.page.previous, order);
      backwards.unshift(ids(page.data));
    }
    expect(backwards).toEqual(forwards);
  });
});

test('rows that come or go between two pages move none of the others', async () => {
  const order: Order = [
    { field: 'name', direction: 'asc' },
    { field: 'id', direction: 'asc' },
  ];
  const first = await users(undefined, order);
  const last = first.data.at(-1);
  const before = await client.user.create({ data: person('aaa') });
  await client.user.delete({ where: { tenantId_id: { tenantId: fixture.tenants[0], id: last?.id ?? '' } } });
  const second = await users(first.page.next ?? '', order);
  expect(second.data.every((row) => row.name > (last?.name ?? ''))).toBe(true);
  await client.user.delete({ where: { tenantId_id: { tenantId: fixture.tenants[0], id: before.id } } });
});

describe('a cursor is refused', () => {
  const refused = async (page: Promise<unknown>) => expect(await codeOf(page)).toBe('CURSOR_INVALID');
  let cursor: string;
  beforeAll(async () => {
    cursor = (await users(undefined)).page.next ?? '';
  });

  test('when it was changed or made up', async () => {
    const bytes = Buffer.from(cursor, 'base64url');
    for (const at of [0, 31, 32, bytes.length - 1]) {
      const changed = Buffer.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ 1;
      await refused(users(changed.toString('base64url')));
    }
    for (const made of [
      '',
      'x',
      'null',
      '{}',
      'A'.repeat(5_000),
      bytes.subarray(0, 32).toString('base64url'),
    ]) {
      await refused(users(made));
    }
  });

  test('for another tenant, list, order, or other filters', async () => {
    await refused(users(cursor, undefined, { on: fixture.db.forTenant({ tenantId: fixture.tenants[1] }) }));
    await refused(users(cursor, undefined, { resource: 'members' }));
    await refused(users(cursor, undefined, { filters: { status: 'ACTIVE' } }));
    await refused(
      users(cursor, [
        { field: 'createdAt', direction: 'asc' },
        { field: 'id', direction: 'desc' },
      ]),
    );
  });

  test('under another secret', async () => {
    const db = fixture.open({ cursorSecret: 'another secret of more than thirty-two letters' });
    await refused(users(cursor, undefined, { on: db.forTenant({ tenantId: fixture.tenants[0] }) }));
  });
});

test('filters are the same in any order of their keys', async () => {
  const page = await users(undefined, undefined, { filters: { a: 1, b: [2] } });
  const next = await users(page.page.next ?? '', undefined, { filters: { b: [2], a: 1, c: undefined } });
  expect(next.data).toHaveLength(5);
});

test('a list that cannot be paged is told from a wrong cursor', async () => {
  const invalid = async (page: Promise<unknown>) => expect(await codeOf(page)).toBe('QUERY_INVALID');
  await invalid(users(undefined, undefined, { limit: 0 }));
  await invalid(users(undefined, undefined, { limit: 1.5 }));
  await invalid(users(undefined, []));
  await invalid(
    users(undefined, [
      { field: 'id', direction: 'asc' },
      { field: 'id', direction: 'asc' },
    ]),
  );
  await invalid(
    users(undefined, [
      { field: 'lastLoginAt', direction: 'desc' },
      { field: 'id', direction: 'asc' },
    ]),
  );
  const db = createDb({ url: fixture.database.url('app') });
  const on = db.forTenant({ tenantId: fixture.tenants[0] });
  expect(await codeOf(users(undefined, undefined, { on }))).toBe('CURSOR_SECRET_MISSING');
  await db.close();
});
