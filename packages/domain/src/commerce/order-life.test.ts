import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addSku, codeOf, createShop, eventsOf, type Shop, stockOf } from '../../test/shop.ts';
import { approveOrder } from './approve-order.ts';
import { cancelOrder } from './cancel-order.ts';
import { deliverOrder } from './deliver-order.ts';
import { issueInvoice } from './issue-invoice.ts';
import { placeOrder } from './place-order.ts';
import { shipOrder } from './ship-order.ts';
import { voidInvoice } from './void-invoice.ts';

let shop: Shop;
beforeAll(async () => {
  shop = await createShop();
});
afterAll(() => shop.close());

/** An order of 4 units of a new SKU in two places. */
async function order(threshold: string | null = null) {
  const { skuId } = await shop.addSku({ stock: { MAIN: '3', WEST: '3' } });
  await shop.client.tenantSettings.updateMany({ data: { requireManagerApprovalAbove: threshold } });
  const { id } = await placeOrder(shop.client, {
    customerId: shop.harbor.customerId,
    lines: [{ skuId, quantity: 4 }],
    actor: { userId: shop.repId, mayApprove: false },
  });
  return { orderId: id, skuId };
}

const steps = {
  approve: (orderId: string) => approveOrder(shop.client, { orderId, approverId: shop.managerId }),
  ship: (orderId: string) => shipOrder(shop.client, { orderId }),
  deliver: (orderId: string) => deliverOrder(shop.client, { orderId }),
  cancel: (orderId: string) => cancelOrder(shop.client, { orderId }),
};
type Step = keyof typeof steps;

test('from approval to delivery: stock leaves the house at the end, and each step is told', async () => {
  const { orderId, skuId } = await order('1');
  expect(await steps.approve(orderId)).toMatchObject({ status: 'CONFIRMED', approvedById: shop.managerId });
  expect(await steps.ship(orderId)).toMatchObject({ status: 'SHIPPED' });
  expect(await stockOf(shop.client, skuId)).toEqual({
    MAIN: { onHand: 3, reserved: 3 },
    WEST: { onHand: 3, reserved: 1 },
  });
  const delivered = await steps.deliver(orderId);
  expect(delivered.status).toBe('DELIVERED');
  expect(delivered.deliveredAt).not.toBeNull();
  expect(await stockOf(shop.client, skuId)).toEqual({
    MAIN: { onHand: 0, reserved: 0 },
    WEST: { onHand: 2, reserved: 0 },
  });
  expect(await eventsOf(shop.client, orderId)).toEqual([
    'order.placed',
    'order.approved',
    'order.shipped',
    'order.delivered',
  ]);
});

test('a cancelled order gives back its stock and its part of the total', async () => {
  const total = async () =>
    (
      await shop.client.customer.findFirstOrThrow({ where: { id: shop.harbor.customerId } })
    ).totalOrdered.toFixed(2);
  const before = await total();
  const { orderId, skuId } = await order();
  expect(await total()).not.toBe(before);
  expect(await steps.cancel(orderId)).toMatchObject({ status: 'CANCELLED' });
  expect(await total()).toBe(before);
  expect(await stockOf(shop.client, skuId)).toEqual({
    MAIN: { onHand: 3, reserved: 0 },
    WEST: { onHand: 3, reserved: 0 },
  });
  expect(await eventsOf(shop.client, orderId)).toEqual(['order.placed', 'order.cancelled']);
});

describe('illegal steps are refused and change nothing:', () => {
  const lives: Record<string, { threshold: string | null; steps: Step[]; refused: Step[] }> = {
    PENDING_APPROVAL: { threshold: '1', steps: [], refused: ['ship', 'deliver'] },
    CONFIRMED: { threshold: null, steps: [], refused: ['approve', 'deliver'] },
    SHIPPED: { threshold: null, steps: ['ship'], refused: ['approve', 'ship', 'cancel'] },
    DELIVERED: {
      threshold: null,
      steps: ['ship', 'deliver'],
      refused: ['approve', 'ship', 'deliver', 'cancel'],
    },
    CANCELLED: {
      threshold: null,
      steps: ['cancel'],
      refused: ['approve', 'ship', 'deliver', 'cancel'],
    },
  };

  test.each(Object.entries(lives))('%s', async (status, life) => {
    const { orderId, skuId } = await order(life.threshold);
    for (const step of life.steps) await steps[step](orderId);
    const stock = await stockOf(shop.client, skuId);
    const events = await eventsOf(shop.client, orderId);
    for (const step of life.refused) {
      expect(await codeOf(steps[step](orderId)), step).toBe('STATE_ILLEGAL');
    }
    expect(await shop.client.order.findFirst({ where: { id: orderId } })).toMatchObject({ status });
    expect(await stockOf(shop.client, skuId)).toEqual(stock);
    expect(await eventsOf(shop.client, orderId)).toEqual(events);
  });
});

test('ten deliveries at once: it is delivered once', async () => {
  const { orderId, skuId } = await order();
  await steps.ship(orderId);
  const codes = await Promise.all(Array.from({ length: 10 }, () => codeOf(steps.deliver(orderId))));
  expect(codes.filter((code) => code === 'DONE')).toHaveLength(1);
  expect(codes.filter((code) => code === 'STATE_ILLEGAL')).toHaveLength(9);
  expect(await stockOf(shop.client, skuId)).toMatchObject({ WEST: { onHand: 2, reserved: 0 } });
});

test('shipping and cancelling at once: one of them happens', async () => {
  const { orderId, skuId } = await order();
  const codes = await Promise.all([codeOf(steps.ship(orderId)), codeOf(steps.cancel(orderId))]);
  expect(codes.toSorted()).toEqual(['DONE', 'STATE_ILLEGAL']);
  const reserved = codes[0] === 'DONE' ? 3 : 0;
  expect(await stockOf(shop.client, skuId)).toMatchObject({ MAIN: { onHand: 3, reserved } });
});

test('a billed order is cancelled only after its invoice was voided', async () => {
  const { orderId, skuId } = await order();
  const invoice = await issueInvoice(shop.client, { orderId });
  const attempt = steps.cancel(orderId);
  await expect(attempt).rejects.toMatchObject({ code: 'STATE_ILLEGAL' });
  await expect(attempt).rejects.toThrow(invoice.number);
  expect(await stockOf(shop.client, skuId)).toMatchObject({ MAIN: { reserved: 3 } });
  await voidInvoice(shop.client, { invoiceId: invoice.id });
  expect(await steps.cancel(orderId)).toMatchObject({ status: 'CANCELLED' });
});

test("another tenant's order is not found", async () => {
  const other = await shop.fixture.addTenant('order-life-other');
  await addSku(other.client);
  const { orderId } = await order();
  expect(await codeOf(shipOrder(other.client, { orderId }))).toBe('NOT_FOUND');
  expect(await codeOf(cancelOrder(other.client, { orderId }))).toBe('NOT_FOUND');
  expect(await codeOf(shipOrder(shop.client, { orderId: 'SO-1' }))).toBe('INPUT_INVALID');
});

test('each event is due at the subscriptions that want it, once', async () => {
  const subscribe = (url: string, eventTypes: string[], isActive = true) =>
    shop.client.webhookSubscription.create({
      data: { url: `https://${url}.example`, secret: 'x', eventTypes, isActive },
      select: { id: true },
    });
  const all = await subscribe('all', []);
  const shipped = await subscribe('shipped', ['order.shipped']);
  await subscribe('off', [], false);
  const { orderId } = await order();
  await steps.ship(orderId);
  const deliveries = await shop.client.webhookDelivery.findMany({
    where: { event: { entityId: orderId } },
    include: { event: true },
    orderBy: [{ event: { sequence: 'asc' } }, { subscriptionId: 'asc' }],
  });
  expect(deliveries.map((row) => [row.event.type, row.subscriptionId, row.status])).toEqual([
    ['order.placed', all.id, 'PENDING'],
    ['order.shipped', all.id, 'PENDING'],
    ['order.shipped', shipped.id, 'PENDING'],
  ]);
  expect(deliveries[0]?.event.payload).toMatchObject({ id: orderId, status: 'CONFIRMED', total: '43.60' });
  expect(deliveries[1]?.event.payload).toMatchObject({ id: orderId, status: 'SHIPPED' });
});
