import { purge } from '@org/db';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { addCustomer, addOrder, daysBefore } from '../../../test/customers.ts';
import { createTenantFixture, type TenantFixture } from '../../../test/tenants.ts';
import { takeAccountHealthSnapshots } from './take-snapshots.ts';

const asOf = new Date('2026-06-15T02:00:00Z');
let fixture: TenantFixture;

beforeAll(async () => {
  fixture = await createTenantFixture();
});
beforeEach(async () => {
  await fixture.client.order.deleteMany();
  await purge(fixture.client, 'Customer', {});
  await fixture.client.tenantSettings.updateMany({
    data: { timezone: 'UTC', revenueHealthDropPercent: '15', paceRiskThresholdDays: 15 },
  });
});
afterAll(() => fixture.close());

const snapshotOf = (customerId: string) =>
  fixture.client.accountHealthSnapshot.findFirstOrThrow({
    where: { customerId },
    select: {
      orderCount: true,
      revenueCurrent: true,
      revenuePrevious: true,
      revenueDropPercent: true,
      averagePaceDays: true,
      daysSinceLastOrder: true,
      risk: true,
    },
  });

async function history(customerId: string, orders: readonly (readonly [days: number, subtotal: string])[]) {
  for (const [days, subtotal] of orders) {
    await addOrder(fixture.client, { customerId, subtotal, orderedAt: daysBefore(asOf, days) });
  }
}

test('compares the last 90 days with the 90 before, to the cent, and the pace with the silence', async () => {
  const customerId = await addCustomer(fixture.client, 'A');
  await history(customerId, [
    [160, '1000.10'],
    [120, '1000.20'],
    [80, '500.05'],
    [40, '500.06'],
  ]);
  expect(await takeAccountHealthSnapshots(fixture.client, { asOf })).toEqual({
    snapshotOn: '2026-06-15',
    customers: 1,
  });
  const snapshot = await snapshotOf(customerId);
  expect(JSON.parse(JSON.stringify(snapshot))).toEqual({
    orderCount: 4,
    revenueCurrent: '1000.11',
    revenuePrevious: '2000.3',
    revenueDropPercent: '50',
    averagePaceDays: '40',
    daysSinceLastOrder: 40,
    risk: 'WATCH',
  });
});

test('a customer that fell silent is at risk; the tenant settings decide from when on', async () => {
  const customerId = await addCustomer(fixture.client, 'A');
  await history(customerId, [
    [150, '100'],
    [130, '100'],
    [110, '100'],
  ]);
  await takeAccountHealthSnapshots(fixture.client, { asOf });
  expect(await snapshotOf(customerId)).toMatchObject({ risk: 'AT_RISK', daysSinceLastOrder: 110 });

  await fixture.client.tenantSettings.updateMany({ data: { paceRiskThresholdDays: 90 } });
  await takeAccountHealthSnapshots(fixture.client, { asOf });
  expect(await snapshotOf(customerId)).toMatchObject({ risk: 'WATCH' });
});

test('counts neither samples, nor cancelled or unapproved orders, nor other currencies as revenue', async () => {
  const customerId = await addCustomer(fixture.client, 'A');
  const order = { customerId, subtotal: '100', orderedAt: daysBefore(asOf, 1) };
  await addOrder(fixture.client, order);
  await addOrder(fixture.client, { ...order, isSample: true });
  await addOrder(fixture.client, { ...order, status: 'CANCELLED' });
  await addOrder(fixture.client, { ...order, status: 'PENDING_APPROVAL' });
  await addOrder(fixture.client, { ...order, currency: 'EUR' });
  await addOrder(fixture.client, { ...order, orderedAt: daysBefore(asOf, -1) });
  await takeAccountHealthSnapshots(fixture.client, { asOf });
  expect(await snapshotOf(customerId)).toMatchObject({ orderCount: 2, risk: 'UNKNOWN' });
  expect((await snapshotOf(customerId)).revenueCurrent.toFixed()).toBe('100');
});

test('there is one snapshot a day, which a later run replaces', async () => {
  const customerId = await addCustomer(fixture.client, 'A');
  await takeAccountHealthSnapshots(fixture.client, { asOf });
  await history(customerId, [[1, '10']]);
  await takeAccountHealthSnapshots(fixture.client, { asOf });
  expect(await snapshotOf(customerId)).toMatchObject({ orderCount: 1 });
  await takeAccountHealthSnapshots(fixture.client, { asOf: daysBefore(asOf, -1) });
  expect(await fixture.client.accountHealthSnapshot.count()).toBe(2);
});

test("the day is the tenant's own", async () => {
  await addCustomer(fixture.client, 'A');
  await fixture.client.tenantSettings.updateMany({ data: { timezone: 'America/Los_Angeles' } });
  expect((await takeAccountHealthSnapshots(fixture.client, { asOf })).snapshotOn).toBe('2026-06-14');
});

test('every customer gets one, in batches; deleted and closed ones do not, nor those of another tenant', async () => {
  for (const code of ['A', 'B', 'C', 'D', 'E']) await addCustomer(fixture.client, code);
  await addCustomer(fixture.client, 'X', { status: 'CLOSED' });
  await addCustomer(fixture.client, 'Y', { deletedAt: new Date() });
  const other = await fixture.addTenant('other');
  await addCustomer(other.client, 'Z');

  expect(await takeAccountHealthSnapshots(fixture.client, { asOf, batchSize: 2 })).toMatchObject({
    customers: 5,
  });
  expect(await fixture.client.accountHealthSnapshot.count()).toBe(5);
  expect(await other.client.accountHealthSnapshot.count()).toBe(0);
});

test('a growth beyond the column does not stop the run', async () => {
  const customerId = await addCustomer(fixture.client, 'A');
  await history(customerId, [
    [100, '0.01'],
    [1, '999999.99'],
  ]);
  await takeAccountHealthSnapshots(fixture.client, { asOf });
  expect((await snapshotOf(customerId)).revenueDropPercent?.toFixed()).toBe('-9999999.99');
});
