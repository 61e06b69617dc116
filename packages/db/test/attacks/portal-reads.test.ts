import { describe, expect, test } from 'vitest';
import type { TenantClient } from '../../src/client/tenant-client.ts';
import {
  type Attack,
  attempt,
  expectNothingLearned,
  portalContext,
  sql,
  useAttack,
} from './attack-fixture.ts';

// A portal user against its own tenant: it sees what is its own, its customer's, or offered to it.
const attack = useAttack();

// Rows that the first portal user sees; it sees none of every other table.
const VISIBLE: Readonly<Record<string, number>> = {
  'commerce.cart_items': 1,
  'commerce.carts': 1,
  'commerce.invoices': 1,
  'commerce.list_items': 1,
  'commerce.lists': 1,
  'commerce.order_lines': 1,
  'commerce.orders': 1,
  'commerce.payments': 1,
  'commerce.portal_users': 1,
  'commerce.price_list_entries': 3,
  'commerce.products': 1,
  'commerce.skus': 1,
  'core.notifications': 1,
  'core.permissions': 1,
  'core.roles': 1,
};

/** Of no tenant, and no service's to read. */
const NOT_GRANTED: ReadonlySet<string> = new Set([
  'core.admin_accesses',
  'core.login_rates',
  'core.tenant_operations',
]);

test('of all tables it sees its own rows, its customer’s, and the offer; nothing of the others', async () => {
  const { portal, tables } = attack();
  const seen: Record<string, number> = {};
  for (const { name } of tables.filter((table) => !NOT_GRANTED.has(table.name))) {
    const [row] = await portal.$queryRawUnsafe<{ n: number }[]>(`select count(*)::int as n from ${name}`);
    if (row?.n) seen[name] = row.n;
  }
  expect(seen).toEqual(VISIBLE);
});

test('without a customer’s tier it does not see the prices of any', async () => {
  const { db, own } = attack();
  const { id, customerId } = portalContext(own).portalUser;
  const client = db.forTenant({ tenantId: own.tenantId, portalUser: { id, customerId } });
  expect(await client.priceListEntry.findMany({ where: { tier: { not: null } } })).toEqual([]);
});

test('a portal user of another tenant finds nothing of this one', async () => {
  const { db, own, foreign } = attack();
  const { portalUser } = portalContext(own);
  const stray = db.forTenant({ tenantId: foreign.tenantId, portalUser });
  for (const count of [
    stray.order.count(),
    stray.cart.count(),
    stray.portalUser.count(),
    stray.invoice.count(),
  ]) {
    expect(await count).toBe(0);
  }
});

type Read = (client: TenantClient, a: Attack) => PromiseLike<unknown>;

describe('what belongs to another customer, or to the staff', () => {
  test.each<[string, Read]>([
    ['the other’s order', (c, a) => c.order.findMany({ where: { id: a.own.otherOrder } })],
    ['the other’s invoice', (c, a) => c.invoice.findMany({ where: { id: a.own.otherInvoice } })],
    ['the other’s payments', (c, a) => c.payment.findMany({ where: { customerId: a.own.otherCustomer } })],
    ['the other’s cart', (c, a) => c.cart.findMany({ where: { id: a.own.otherCart } })],
    ['the items of the other’s cart', (c, a) => c.cartItem.findMany({ where: { cartId: a.own.otherCart } })],
    ['the other’s list', (c, a) => c.list.findMany({ where: { id: a.own.otherList } })],
    [
      'the other’s notification',
      (c, a) => c.notification.findMany({ where: { id: a.own.otherNotification } }),
    ],
    ['a notification of the staff', (c, a) => c.notification.findMany({ where: { userId: a.own.user } })],
    ['the other portal user', (c, a) => c.portalUser.findMany({ where: { id: a.own.otherPortalUser } })],
    ['its own customer’s record', (c, a) => c.customer.findMany({ where: { id: a.own.customer } })],
    ['a hidden product', (c, a) => c.product.findMany({ where: { id: a.own.hiddenProduct } })],
    ['another’s exclusive product', (c, a) => c.product.findMany({ where: { id: a.own.exclusiveProduct } })],
    ['a hidden SKU', (c, a) => c.sku.findMany({ where: { id: a.own.hiddenSku } })],
    ['another’s exclusive SKU', (c, a) => c.sku.findMany({ where: { id: a.own.exclusiveSku } })],
    [
      'another customer’s price',
      (c, a) => c.priceListEntry.findMany({ where: { customerId: a.own.otherCustomer } }),
    ],
    ['another tier’s price', (c) => c.priceListEntry.findMany({ where: { tier: 'premium' } })],
    ['stock', (c) => c.inventory.findMany()],
    ['the staff', (c) => c.user.findMany()],
    ['sessions, its own too', (c) => c.portalSession.findMany()],
    ['the audit', (c) => c.auditLog.findMany()],
    ['settings', (c) => c.systemConfiguration.findMany()],
    ['its tenant', (c) => c.tenant.findMany()],
    ['the tenant’s keys', (c) => c.tenantKey.findMany()],
    [
      'orders by a filter on the hidden',
      (c, a) => c.order.findMany({ where: { customer: { code: 'C-1' }, NOT: { id: a.own.order } } }),
    ],
    [
      'a cursor on the other’s order',
      (c, a) =>
        c.order.findMany({ cursor: { tenantId_id: { tenantId: a.own.tenantId, id: a.own.otherOrder } } }),
    ],
    [
      'groups by customer',
      (c, a) => c.order.groupBy({ by: ['customerId'], where: { NOT: { customerId: a.own.customer } } }),
    ],
    [
      'SQL: a join over the items',
      (c) =>
        sql(
          c,
          `select o.* from commerce.order_lines l right join commerce.orders o on true where o.number = 'O-2'`,
        ),
    ],
    [
      'SQL: another as itself',
      (c, a) => sql(c, `select * from commerce.carts where portal_user_id = '${a.own.otherPortalUser}'`),
    ],
    [
      'SQL: for update',
      (c, a) => sql(c, `select id from commerce.carts where id = '${a.own.otherCart}' for update`),
    ],
  ])('%s', async (_name, read) => {
    const a = attack();
    expect(await read(a.portal, a)).toEqual([]);
  });

  test.each<[string, Read]>([
    [
      'its order with everything about it',
      (c) =>
        c.order.findMany({
          include: {
            lines: { include: { sku: true } },
            invoices: { include: { payments: true } },
            cart: true,
            salesRep: true,
          },
        }),
    ],
    [
      'its role with all who have it',
      (c) => c.role.findMany({ include: { portalUsers: true, users: true } }),
    ],
    [
      'the offer with its prices',
      (c) =>
        c.product.findMany({
          include: {
            skus: { include: { prices: true, cartItems: true, listItems: true, orderLines: true } },
          },
        }),
    ],
    [
      'SQL: everything as text',
      (c) =>
        sql(
          c,
          `select string_agg(o::text, ',') || (select string_agg(p::text, ',') from commerce.portal_users p) from commerce.orders o`,
        ),
    ],
  ])('%s shows nothing of the others', async (_name, read) => {
    const a = attack();
    const outcome = await attempt(() => read(a.portal, a));
    expect(outcome.code).toBeUndefined();
    expectNothingLearned(outcome, a.foreign);
    const others = [
      a.own.otherCustomer,
      a.own.otherPortalUser,
      a.own.otherOrder,
      a.own.exclusiveSku,
      a.own.hiddenSku,
    ];
    for (const id of others) expect(outcome.text).not.toContain(id);
  });
});
