import { describe, expect, test } from 'vitest';
import { attempt, sql, useAttack } from './attack-fixture.ts';
import { inVain, type Operation } from './attempts-in-vain.ts';

// A portal user that writes what is not its own, in its own tenant.
const attack = useAttack();

test('no table but its carts, lists and notifications takes a row, a change or a removal', async () => {
  const { tables, portal } = attack();
  const before = await attack().fingerprint('all');
  const writable = /\.(carts|cart_items|lists|list_items|notifications)$/;
  for (const { name } of tables.filter((table) => !writable.test(table.name))) {
    const columns = `select string_agg(quote_ident(attname), ',') as list from pg_attribute
      where attrelid = '${name}'::regclass and attnum > 0`;
    const [row] = await sql(portal, columns);
    const column = String(row?.list).split(',').at(-1);
    for (const text of [
      `delete from ${name}`,
      `update ${name} set ${column} = ${column}`,
      `insert into ${name} (${row?.list}) select * from ${name} limit 1`,
    ]) {
      const { code, result } = await attempt(() => portal.$executeRawUnsafe(text));
      expect(code ?? result, text).toBeOneOf([0, 'PERMISSION_DENIED', 'TENANT_VIOLATION']);
    }
  }
  expect(await attack().fingerprint('all')).toBe(before);
});

describe('reaches nothing', () => {
  test.each<[string, Operation]>([
    [
      'its order’s total',
      (c, a) => c.order.updateMany({ where: { id: a.own.order }, data: { total: 0, subtotal: 0 } }),
    ],
    ['its order’s status', (c) => c.order.updateMany({ data: { status: 'CANCELLED' } })],
    ['its invoice’s status', (c) => c.invoice.updateMany({ data: { amountPaid: 10 } })],
    ['its invoices', (c) => c.invoice.deleteMany()],
    ['prices', (c) => c.priceListEntry.updateMany({ data: { unitPrice: 0 } })],
    ['products', (c) => c.product.updateMany({ data: { exclusiveCustomerId: null, portalVisible: true } })],
    ['SKUs', (c) => c.sku.deleteMany()],
    [
      'its own customer',
      (c, a) =>
        c.portalUser.updateMany({
          where: { id: a.own.portalUser },
          data: { customerId: a.own.otherCustomer },
        }),
    ],
    [
      'its own role',
      (c, a) =>
        c.portalUser.updateMany({
          where: { id: a.own.portalUser },
          data: { roleId: a.roleId, isPrimaryContact: true },
        }),
    ],
    ['its own password', (c) => c.portalUser.updateMany({ data: { passwordHash: 'x' } })],
    ['its own tier', (c) => c.customer.updateMany({ data: { tier: 'premium' } })],
    [
      'another’s cart',
      (c, a) => c.cart.updateMany({ where: { id: a.own.otherCart }, data: { status: 'ABANDONED' } }),
    ],
    ['another’s cart, removed', (c, a) => c.cart.deleteMany({ where: { id: a.own.otherCart } })],
    [
      'another’s cart item',
      (c, a) => c.cartItem.updateMany({ where: { id: a.own.otherCartItem }, data: { quantity: 99 } }),
    ],
    ['another’s cart item, removed', (c, a) => c.cartItem.deleteMany({ where: { id: a.own.otherCartItem } })],
    ['another’s list', (c, a) => c.list.updateMany({ where: { id: a.own.otherList }, data: { name: 'x' } })],
    [
      'another’s notification',
      (c, a) =>
        c.notification.updateMany({ where: { id: a.own.otherNotification }, data: { readAt: new Date() } }),
    ],
    ['stock', (c) => c.inventory.updateMany({ data: { onHand: 0 } })],
    ['the tenant’s settings', (c) => c.tenantSettings.updateMany({ data: { invoiceVisibility: 'ALL' } })],
  ])('%s', async (_name, write) => {
    expect(await inVain(attack(), write)).toEqual({ code: undefined, result: { count: 0 } });
  });
});
