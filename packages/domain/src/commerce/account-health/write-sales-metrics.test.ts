import { afterAll, beforeAll, expect, test } from 'vitest';
import { addCustomer, addOrder } from '../../../test/customers.ts';
import { createTenantFixture, type TenantFixture } from '../../../test/tenants.ts';
import { writeSalesMetrics } from './write-sales-metrics.ts';

let fixture: TenantFixture;
beforeAll(async () => {
  fixture = await createTenantFixture();
});
afterAll(() => fixture.close());

async function addRep(email: string): Promise<string> {
  const { id } = await fixture.client.user.create({
    data: { name: email, email, passwordHash: 'x', status: 'ACTIVE' },
    select: { id: true },
  });
  return id;
}

test('sums orders, revenue and samples per rep and month, and follows what changes', async () => {
  const { client } = fixture;
  await client.tenantSettings.updateMany({ data: { timezone: 'America/Los_Angeles' } });
  const [busy, cancelled] = [await addRep('busy@example.com'), await addRep('cancelled@example.com')];
  const customerId = await addCustomer(client, 'A');
  const product = await client.product.create({ data: { code: 'P', name: 'P' }, select: { id: true } });
  const sku = await client.sku.create({
    data: { code: 'S', name: 'S', productId: product.id },
    select: { id: true },
  });
  const order = {
    customerId,
    salesRepId: busy,
    subtotal: '100.10',
    orderedAt: new Date('2026-06-15T12:00:00Z'),
  };
  await addOrder(client, order);
  await addOrder(client, { ...order, subtotal: '0.25' });
  // The last evening of June in Los Angeles is the first of July in UTC.
  await addOrder(client, { ...order, orderedAt: new Date('2026-07-01T06:00:00Z') });
  await addOrder(client, { ...order, orderedAt: new Date('2026-07-01T08:00:00Z') });
  const orderId = await addOrder(client, { ...order, subtotal: '0', isSample: true });
  await client.orderLine.create({
    data: {
      orderId,
      customerId,
      lineNumber: 1,
      skuId: sku.id,
      quantity: '2.5',
      unitPrice: '0',
      lineTotal: '0',
    },
  });
  const fallen = await addOrder(client, { ...order, salesRepId: cancelled });

  const metrics = async () =>
    (await client.salesMetric.findMany({ orderBy: { revenue: 'desc' } })).map((row) => [
      row.userId,
      row.periodStart.toISOString().slice(0, 10),
      row.periodEnd.toISOString().slice(0, 10),
      row.orderCount,
      row.revenue.toFixed(2),
      row.sampleUnits.toFixed(),
    ]);
  expect(await writeSalesMetrics(client, '2026-06-20')).toEqual({ periodStart: '2026-06-01', reps: 2 });
  expect(await metrics()).toEqual([
    [busy, '2026-06-01', '2026-06-30', 3, '200.45', '2.5'],
    [cancelled, '2026-06-01', '2026-06-30', 1, '100.10', '0'],
  ]);

  await client.order.updateMany({
    where: { id: fallen },
    data: { status: 'CANCELLED', cancelledAt: new Date() },
  });
  await writeSalesMetrics(client, '2026-06-20');
  expect(await metrics()).toEqual([
    [busy, '2026-06-01', '2026-06-30', 3, '200.45', '2.5'],
    [cancelled, '2026-06-01', '2026-06-30', 0, '0.00', '0'],
  ]);
});
