import { expect, test } from 'vitest';
import type { TenantClient } from '../../src/client/tenant-client.ts';
import { type Attack, attempt, useAttack } from './attack-fixture.ts';
import { NOBODY } from './attempts-in-vain.ts';

// Foreign keys look past policies. A portal user's reference to what it cannot see fails as one to what is not there.
const attack = useAttack();

test.each<[string, (c: TenantClient, a: Attack, id: string) => PromiseLike<unknown>, (a: Attack) => string]>([
  [
    'a hidden SKU in its cart',
    (c, a, skuId) => c.cartItem.createMany({ data: [{ cartId: a.own.cart, skuId, quantity: 1 }] }),
    (a) => a.own.hiddenSku,
  ],
  [
    'another’s exclusive SKU in its cart',
    (c, a, skuId) => c.cartItem.createMany({ data: [{ cartId: a.own.cart, skuId, quantity: 1 }] }),
    (a) => a.own.exclusiveSku,
  ],
  [
    'an item changed to a hidden SKU',
    (c, a, skuId) => c.cartItem.updateMany({ where: { id: a.own.cartItem }, data: { skuId } }),
    (a) => a.own.hiddenSku,
  ],
  [
    'a hidden SKU on its list',
    (c, a, skuId) => c.listItem.createMany({ data: [{ listId: a.own.list, skuId }] }),
    (a) => a.own.hiddenSku,
  ],
  [
    'a foreign SKU on its list',
    (c, a, skuId) => c.listItem.createMany({ data: [{ listId: a.own.list, skuId }] }),
    (a) => a.foreign.sku,
  ],
  [
    'another’s order on its cart',
    (c, a, orderId) =>
      c.cart.updateMany({ where: { id: a.own.cart }, data: { status: 'CHECKED_OUT', orderId } }),
    (a) => a.own.otherOrder,
  ],
  [
    'a cart made for another’s order',
    (c, a, orderId) =>
      c.cart.createMany({
        data: [
          { customerId: a.own.customer, portalUserId: a.own.portalUser, status: 'CHECKED_OUT', orderId },
        ],
      }),
    (a) => a.own.otherOrder,
  ],
])('%s', async (_name, write, hidden) => {
  const a = attack();
  const before = await a.fingerprint('all');
  const outcome = await attempt(() => write(a.portal, a, hidden(a)));
  expect(outcome.code).toBe('FOREIGN_KEY_VIOLATION');
  expect(await attempt(() => write(a.portal, a, NOBODY))).toEqual(outcome);
  expect(await a.fingerprint('all')).toBe(before);
});

test('what it does see, it may refer to; and a service is not limited', async () => {
  const { portal, client, own } = attack();
  await portal.cartItem.updateMany({ where: { id: own.cartItem }, data: { skuId: own.sku, quantity: 2 } });
  await portal.cart.updateMany({
    where: { id: own.cart },
    data: { status: 'CHECKED_OUT', orderId: own.order },
  });
  await client.cartItem.createMany({
    data: [{ cartId: own.otherCart, skuId: own.hiddenSku, quantity: 1 }],
  });
  await client.cart.updateMany({
    where: { id: own.otherCart },
    data: { status: 'CHECKED_OUT', orderId: own.otherOrder },
  });
  expect(await client.cart.count({ where: { status: 'CHECKED_OUT' } })).toBe(2);
});
