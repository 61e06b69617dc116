import { expect, test } from 'vitest';
import { useAttack } from './attack-fixture.ts';
import { inVain, type Operation } from './attempts-in-vain.ts';

// Rows that a portal user may not write in its own tenant, nor hand over.
const attack = useAttack();

test.each<[string, Operation, string?]>([
  [
    'an order',
    (c, a) =>
      c.order.create({
        data: {
          number: 'O-9',
          customerId: a.own.customer,
          taxState: 'CA',
          taxRate: 0,
          subtotal: 0,
          taxTotal: 0,
          total: 0,
        },
      }),
  ],
  [
    'an order line',
    (c, a) =>
      c.orderLine.createMany({
        data: [
          {
            orderId: a.own.order,
            customerId: a.own.customer,
            lineNumber: 9,
            skuId: a.own.sku,
            quantity: 1,
            unitPrice: 0,
            lineTotal: 0,
          },
        ],
      }),
  ],
  [
    'an invoice',
    (c, a) =>
      c.invoice.createMany({
        data: [
          {
            number: 'I-9',
            orderId: a.own.order,
            customerId: a.own.customer,
            subtotal: 0,
            taxTotal: 0,
            total: 0,
            dueOn: new Date(),
          },
        ],
      }),
  ],
  [
    'a payment',
    (c, a) =>
      c.payment.createMany({
        data: [{ invoiceId: a.own.invoice, customerId: a.own.customer, amount: 9, method: 'CASH' }],
      }),
  ],
  [
    'a price',
    (c, a) =>
      c.priceListEntry.createMany({
        data: [{ skuId: a.own.sku, customerId: a.own.customer, unitPrice: 0 }],
      }),
  ],
  [
    'a portal user',
    (c, a) =>
      c.portalUser.createMany({
        data: [{ customerId: a.own.customer, roleId: a.roleId, name: 'n', email: 'a@b', passwordHash: 'x' }],
      }),
  ],
  ['a member of staff', (c) => c.user.createMany({ data: [{ name: 'n', email: 'a@b', passwordHash: 'x' }] })],
  ['an audit entry', (c) => c.auditLog.createMany({ data: [{ action: 'forged', entity: 'Order' }] })],
  [
    'a cart for another',
    (c, a) =>
      c.cart.createMany({
        data: [{ customerId: a.own.otherCustomer, portalUserId: a.own.otherPortalUser }],
      }),
  ],
  [
    'a cart of another customer',
    (c, a) =>
      c.cart.createMany({
        data: [{ customerId: a.own.otherCustomer, portalUserId: a.own.portalUser, status: 'ABANDONED' }],
      }),
  ],
  [
    'a cart of the staff',
    (c, a) => c.cart.createMany({ data: [{ customerId: a.own.customer, userId: a.own.user }] }),
  ],
  [
    'its cart given away',
    (c, a) => c.cart.updateMany({ where: { id: a.own.cart }, data: { portalUserId: a.own.otherPortalUser } }),
    'CHECK_VIOLATION',
  ],
  [
    'its cart for another customer',
    (c, a) => c.cart.updateMany({ where: { id: a.own.cart }, data: { customerId: a.own.otherCustomer } }),
    'CHECK_VIOLATION',
  ],
  [
    'an item in another’s cart',
    (c, a) => c.cartItem.createMany({ data: [{ cartId: a.own.otherCart, skuId: a.own.sku, quantity: 1 }] }),
  ],
  [
    'an item in another’s cart as that one’s',
    (c, a) =>
      c.cartItem.createMany({
        data: [
          { cartId: a.own.otherCart, portalUserId: a.own.otherPortalUser, skuId: a.own.sku, quantity: 1 },
        ],
      }),
  ],
  [
    'an item moved to another’s cart',
    (c, a) => c.cartItem.updateMany({ where: { id: a.own.cartItem }, data: { cartId: a.own.otherCart } }),
  ],
  [
    'an item on another’s list',
    (c, a) => c.listItem.createMany({ data: [{ listId: a.own.otherList, skuId: a.own.sku }] }),
  ],
  [
    'a notification for another',
    (c, a) => c.notification.createMany({ data: [{ portalUserId: a.own.otherPortalUser, title: 't' }] }),
  ],
  [
    'a notification for the staff',
    (c, a) => c.notification.createMany({ data: [{ userId: a.own.user, title: 't' }] }),
  ],
  [
    'its notification moved',
    (c, a) => c.notification.updateMany({ data: { portalUserId: a.own.otherPortalUser } }),
  ],
  [
    'its cart moved to another tenant',
    (c, a) => c.cart.updateMany({ data: { tenantId: a.foreign.tenantId } }),
  ],
])('%s', async (_name, write, code = 'TENANT_VIOLATION') => {
  expect((await inVain(attack(), write)).code).toBe(code);
});
