import { describe, expect, test } from 'vitest';
import { useAttack } from './attack-fixture.ts';
import { NOBODY, type Operation, refusedAlike } from './attempts-in-vain.ts';

// Plain foreign keys that name another tenant's rows. A foreign row answers as one that nobody has.
const attack = useAttack();

const at = (tenantId: string, id: string) => ({ tenantId_id: { tenantId, id } });

describe('a foreign key to a row of another tenant', () => {
  test.each<[string, Operation]>([
    [
      'of an order',
      (c, a) =>
        c.order.update({ where: at(a.own.tenantId, a.own.order), data: { salesRepId: a.foreign.user } }),
    ],
    [
      'of an order’s customer',
      (c, a) =>
        c.order.update({ where: at(a.own.tenantId, a.own.order), data: { customerId: a.foreign.customer } }),
    ],
    [
      'of a session',
      (c, a) =>
        c.session.create({
          data: {
            userId: a.foreign.user,
            familyId: NOBODY,
            tokenHash: new Uint8Array([1]),
            expiresAt: new Date(),
          },
        }),
    ],
    [
      'of a role given',
      (c, a) => c.userRole.create({ data: { userId: a.foreign.user, tenantRoleId: a.own.tenantRole } }),
    ],
    [
      'of a role taken',
      (c, a) => c.userRole.create({ data: { userId: a.own.user, tenantRoleId: a.foreign.tenantRole } }),
    ],
    [
      'of a cart item',
      (c, a) => c.cartItem.create({ data: { cartId: a.foreign.cart, skuId: a.own.sku, quantity: 1 } }),
    ],
    ['of a list item', (c, a) => c.listItem.create({ data: { listId: a.own.list, skuId: a.foreign.sku } })],
    [
      'of a payment',
      (c, a) =>
        c.payment.create({
          data: { invoiceId: a.foreign.invoice, customerId: a.foreign.customer, amount: 1, method: 'CARD' },
        }),
    ],
    [
      'of a delivery',
      (c, a) =>
        c.webhookDelivery.create({ data: { eventId: a.own.event, subscriptionId: a.foreign.subscription } }),
    ],
    ['of a notification', (c, a) => c.notification.create({ data: { userId: a.foreign.user, title: 't' } })],
    [
      'of an exclusive product',
      (c, a) =>
        c.product.update({
          where: at(a.own.tenantId, a.own.product),
          data: { exclusiveCustomerId: a.foreign.customer },
        }),
    ],
    ['of stock', (c, a) => c.inventory.create({ data: { skuId: a.foreign.sku, location: 'X' } })],
    [
      'of an api key',
      (c, a) =>
        c.apiKey.create({
          data: { name: 'n', prefix: 'p', keyHash: new Uint8Array(), createdById: a.foreign.user },
        }),
    ],
  ])('%s', async (_name, write) => {
    expect(await refusedAlike(attack(), write)).toBe('FOREIGN_KEY_VIOLATION');
  });
});
