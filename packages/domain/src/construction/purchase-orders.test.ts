import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type BuildingSite, createBuildingSite, race } from '../../test/building-site.ts';
import { codeOf, eventsOf } from '../../test/shop.ts';
import { exact } from '../shared/money.ts';
import { acknowledgePurchaseOrder } from './acknowledge-purchase-order.ts';
import { cancelJob } from './cancel-job.ts';
import { cancelPurchaseOrder } from './cancel-purchase-order.ts';
import { completeJob } from './complete-job.ts';
import { createTakeoff } from './create-takeoff.ts';
import { getTakeoff } from './get-takeoff.ts';
import { issuePurchaseOrder } from './issue-purchase-order.ts';
import { listPurchaseOrders } from './list-purchase-orders.ts';
import { orderTakeoff } from './order-takeoff.ts';
import { receivePurchaseOrder } from './receive-purchase-order.ts';

let site: BuildingSite;
beforeAll(async () => {
  site = await createBuildingSite();
});
afterAll(() => site?.close());

const order = (takeoffId: string, draft = false) =>
  orderTakeoff(site.client, { takeoffId, actorId: site.userId, draft });

describe('an approved takeoff', () => {
  test('becomes one purchase order for each vendor, whose totals are the takeoff’s to the cent', async () => {
    const { takeoffId } = await site.approved();
    const orders = await order(takeoffId);
    expect(orders.map(({ vendorId }) => vendorId).sort()).toEqual([...site.vendorIds].sort());
    const takeoff = await getTakeoff(site.client, { takeoffId });
    const sum = orders.reduce((total, one) => total.plus(exact(one.total)), exact(0));
    expect(sum.toFixed(2)).toBe(takeoff.total);
    const lumber = orders.find(({ vendorId }) => vendorId === site.vendorIds[0]);
    expect(
      lumber?.lines.map((line) => [line.lineNumber, line.materialSku, line.quantity, line.extendedCost]),
    ).toEqual([
      [1, 'STUD', '444.96', '1735.39'],
      [2, 'PLATE', '63', '448.88'],
      [3, 'RAIL', '14', '159.60'],
    ]);
    expect(lumber).toMatchObject({ status: 'ISSUED', total: '2343.87', currency: 'USD' });
    expect(await eventsOf(site.client, lumber?.id ?? '')).toEqual(['purchase_order.issued']);
  });

  test('is ordered once, however many try at once', async () => {
    const { takeoffId } = await site.approved();
    expect(await race(20, () => order(takeoffId))).toEqual({ DONE: 1, STATE_ILLEGAL: 19 });
    const { data } = await listPurchaseOrders(site.client, { takeoffId });
    expect(data).toHaveLength(2);
    const numbers = (await listPurchaseOrders(site.client)).data.map(({ number }) => number);
    expect(new Set(numbers).size).toBe(numbers.length);
  });

  test('and no other is ordered', async () => {
    const { id } = await createTakeoff(site.client, { jobId: await site.addJob(), actorId: site.userId });
    expect(await codeOf(order(id))).toBe('STATE_ILLEGAL');
    const { client } = await site.fixture.addTenant('orders-other');
    const { takeoffId } = await site.approved();
    expect(await codeOf(orderTakeoff(client, { takeoffId, actorId: site.userId }))).toBe('NOT_FOUND');
  });
});

describe('a purchase order', () => {
  test('goes from draft to received, and remembers what came', async () => {
    const { takeoffId } = await site.approved();
    const [draft] = await order(takeoffId, true);
    const purchaseOrderId = draft?.id ?? '';
    expect(draft).toMatchObject({ status: 'DRAFT', issuedAt: null });
    expect(await codeOf(acknowledgePurchaseOrder(site.client, { purchaseOrderId }))).toBe('STATE_ILLEGAL');
    await issuePurchaseOrder(site.client, { purchaseOrderId });
    const promised = await acknowledgePurchaseOrder(site.client, {
      purchaseOrderId,
      expectedOn: '2030-05-01',
    });
    expect(promised).toMatchObject({ status: 'ACKNOWLEDGED', expectedOn: '2030-05-01' });

    const [first] = promised.lines;
    const stranger = { lineId: takeoffId, quantity: 1 };
    expect(await codeOf(receivePurchaseOrder(site.client, { purchaseOrderId, lines: [stranger] }))).toBe(
      'NOT_FOUND',
    );
    const receive = () =>
      receivePurchaseOrder(site.client, {
        purchaseOrderId,
        lines: [{ lineId: first?.id ?? '', quantity: '1.5' }],
      });
    expect(await race(20, receive)).toEqual({ DONE: 1, STATE_ILLEGAL: 19 });
    const { data } = await listPurchaseOrders(site.client, { takeoffId, status: 'RECEIVED' });
    expect(data.map(({ id }) => id)).toEqual([purchaseOrderId]);
    const lines = await site.client.purchaseOrderLine.findMany({
      where: { purchaseOrderId },
      orderBy: { lineNumber: 'asc' },
    });
    expect(
      lines.map((line) => [
        line.quantity.equals(line.receivedQuantity ?? -1),
        line.receivedQuantity?.toString(),
      ])[0],
    ).toEqual([false, '1.5']);
    expect(lines.slice(1).every((line) => line.quantity.equals(line.receivedQuantity ?? -1))).toBe(true);
    expect(await codeOf(cancelPurchaseOrder(site.client, { purchaseOrderId }))).toBe('STATE_ILLEGAL');
    expect(await eventsOf(site.client, purchaseOrderId)).toEqual([
      'purchase_order.issued',
      'purchase_order.acknowledged',
      'purchase_order.received',
    ]);
  });

  test('under way keeps its job from being called off', async () => {
    const { jobId, takeoffId } = await site.ordered();
    expect(await codeOf(cancelJob(site.client, { jobId }))).toBe('STATE_ILLEGAL');
    for (const { id } of (await listPurchaseOrders(site.client, { takeoffId })).data) {
      await cancelPurchaseOrder(site.client, { purchaseOrderId: id });
    }
    expect(await cancelJob(site.client, { jobId })).toMatchObject({ status: 'CANCELLED' });
    expect(await codeOf(completeJob(site.client, { jobId }))).toBe('STATE_ILLEGAL');
  });
});
