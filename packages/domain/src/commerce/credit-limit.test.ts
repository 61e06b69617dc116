import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createShop, type Shop } from '../../test/shop.ts';
import { cancelOrder } from './cancel-order.ts';
import { issueInvoice } from './issue-invoice.ts';
import { placeOrder } from './place-order.ts';
import { recordPayment } from './record-payment.ts';

let shop: Shop;
let skuId: string;
beforeAll(async () => {
  shop = await createShop();
});
afterAll(() => shop.close());
beforeEach(async () => {
  await shop.client.tenantSettings.updateMany({ data: { requireManagerApprovalAbove: null } });
  // 10.00 and 0.90 of tax a piece.
  ({ skuId } = await shop.addSku({ price: '10', stock: { MAIN: '1000' } }));
});

const limit = (customerId: string, creditLimit: string | null) =>
  shop.client.customer.updateMany({ where: { id: customerId }, data: { creditLimit } });
const order = (customerId: string, quantity: number, mayApprove = false) =>
  placeOrder(shop.client, {
    customerId,
    lines: [{ skuId, quantity }],
    actor: { userId: mayApprove ? shop.managerId : shop.repId, mayApprove },
  });

test('who would owe more than the limit waits for a manager; paying and cancelling make room again', async () => {
  const { customerId } = shop.harbor;
  await limit(customerId, '109');
  const first = await order(customerId, 9);
  expect(first.status).toBe('CONFIRMED');
  const second = await order(customerId, 2);
  expect(second.status).toBe('PENDING_APPROVAL');
  await cancelOrder(shop.client, { orderId: second.id });
  // To the cent: 98.10 and 10.90.
  const third = await order(customerId, 1);
  expect(third.status).toBe('CONFIRMED');
  expect((await order(customerId, 1, true)).status).toBe('CONFIRMED');
  expect((await order(customerId, 1)).status).toBe('PENDING_APPROVAL');

  const invoice = await issueInvoice(shop.client, { orderId: first.id });
  expect((await order(customerId, 1)).status).toBe('PENDING_APPROVAL');
  const payment = { invoiceId: invoice.id, amount: invoice.total, method: 'CARD' } as const;
  await recordPayment(shop.client, payment);
  expect((await order(customerId, 1)).status).toBe('CONFIRMED');
  await limit(customerId, null);
  expect((await order(customerId, 90)).status).toBe('CONFIRMED');
});

test('of twenty orders at once as many are confirmed as the limit covers', async () => {
  const { customerId } = shop.market;
  await limit(customerId, '100');
  const orders = await Promise.all(Array.from({ length: 20 }, () => order(customerId, 3)));
  expect(orders.filter(({ status }) => status === 'CONFIRMED')).toHaveLength(3);
  expect(orders.filter(({ status }) => status === 'PENDING_APPROVAL')).toHaveLength(17);
});
