import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { codeOf, createShop, type Shop } from '../../test/shop.ts';
import { deliverInvoice } from './deliver-invoice.ts';
import { issueInvoice } from './issue-invoice.ts';
import { listCustomers } from './list-customers.ts';
import { listInventory } from './list-inventory.ts';
import { listInvoices } from './list-invoices.ts';
import { listOrders } from './list-orders.ts';
import { listProducts } from './list-products.ts';
import { listSkus } from './list-skus.ts';
import { placeOrder } from './place-order.ts';
import { recordPayment } from './record-payment.ts';

let shop: Shop;
beforeAll(async () => {
  shop = await createShop();
});
afterAll(() => shop.close());

const codes = (found: { data: readonly { code: string }[] }) => found.data.map((row) => row.code).sort();

async function order(customerId: string, more: { isSample?: boolean } = {}) {
  const { skuId } = await shop.addSku();
  return placeOrder(shop.client, {
    customerId,
    lines: [{ skuId, quantity: 1 }],
    actor: { userId: shop.managerId, mayApprove: true },
    ...more,
  });
}

describe('products', () => {
  beforeAll(async () => {
    const add = (code: string, data: object) =>
      shop.client.product.create({ data: { code, name: code, ...data } });
    await add('L-NAPA', { region: 'Napa Valley', varietal: 'Cabernet' });
    await add('L-OLD', { region: 'Napa Valley', status: 'DISCONTINUED' });
    await add('L-100%', { region: 'Sonoma' });
    await add('L_UNDER', { deletedAt: null });
    await add('L-GONE', { region: 'Napa Valley', deletedAt: new Date() });
    await add('L-HIDDEN', { portalVisible: false });
    await add('L-MARKETS', { exclusiveCustomerId: shop.market.customerId });
  });
  const find = async (input: Parameters<typeof listProducts>[1]) =>
    codes(await listProducts(shop.client, { limit: 100, ...input }));

  test('by region, in any case, without the deleted ones', async () => {
    expect(await find({ region: 'napa valley' })).toEqual(['L-NAPA', 'L-OLD']);
    expect(await find({ region: 'napa valley', status: 'ACTIVE' })).toEqual(['L-NAPA']);
  });

  test('by text, in which % and _ stand for themselves', async () => {
    expect(await find({ q: 'cabern' })).toEqual(['L-NAPA']);
    expect(await find({ q: '0%' })).toEqual(['L-100%']);
    expect(await find({ q: '%%' })).toEqual([]);
    expect(await find({ q: 'L_' })).toEqual(['L_UNDER']);
    expect(await find({ q: '\\' })).toEqual([]);
  });

  test('to a portal user those on offer', async () => {
    const found = codes(await listProducts(shop.harbor.clients, { q: 'L-', limit: 100 }));
    expect(found).toEqual(['L-100%', 'L-NAPA', 'L-OLD']);
    const theirs = codes(await listProducts(shop.market.clients, { q: 'L-M', limit: 100 }));
    expect(theirs).toEqual(['L-MARKETS']);
  });

  test('with the prices of a customer, for all SKUs of the page', async () => {
    const { skuId, code } = await shop.addSku({ price: '7' });
    const price = { minQuantity: '1', unitPrice: '7.0000', currency: 'USD' };
    const named = await listSkus(shop.client, { q: code, customerId: shop.harbor.customerId });
    expect(named.data.find((sku) => sku.id === skuId)?.prices).toEqual([price]);
    const offered = await listProducts(shop.harbor.clients, { q: code });
    expect(offered.data[0]?.skus[0]?.prices).toEqual([price]);
    const unnamed = await listSkus(shop.client, { q: code });
    expect(unnamed.data[0]?.prices).toBeNull();
    const unknown = listSkus(shop.client, { q: code, customerId: shop.repId });
    expect(await codeOf(unknown)).toBe('NOT_FOUND');
    const curious = listSkus(shop.harbor.clients, { customerId: shop.market.customerId });
    expect(await codeOf(curious)).toBe('NOT_FOUND');
  });
});

test('stock by location, SKU and what has to be ordered anew', async () => {
  const few = await shop.addSku({ stock: { 'LIST-A': '3', 'LIST-B': '12' } });
  await shop.client.inventory.updateMany({ where: { skuId: few.skuId }, data: { reorderPoint: '12' } });
  const places = async (input: Parameters<typeof listInventory>[1]) =>
    (await listInventory(shop.client, { skuId: few.skuId, ...input })).data.map((row) => row.location).sort();
  expect(await places({})).toEqual(['LIST-A', 'LIST-B']);
  expect(await places({ location: 'LIST-B' })).toEqual(['LIST-B']);
  expect(await places({ belowReorderPoint: true })).toEqual(['LIST-A']);
  expect(await places({ belowReorderPoint: false })).toEqual(['LIST-B']);
});

test('customers by tier, status, rep and text', async () => {
  const add = (code: string, data: object) =>
    shop.client.customer.create({ data: { code, name: `Customer ${code}`, state: 'CA', ...data } });
  await add('Q-1', { tier: 'premium', city: 'Qville', salesRepId: shop.repId });
  await add('Q-2', { status: 'ON_HOLD' });
  await add('Q-3', { deletedAt: new Date() });
  const find = async (input: Parameters<typeof listCustomers>[1]) =>
    codes(await listCustomers(shop.client, input));
  expect(await find({ q: 'customer q-' })).toEqual(['Q-1', 'Q-2']);
  expect(await find({ q: 'q-', tier: 'premium' })).toEqual(['Q-1']);
  expect(await find({ q: 'q-', status: 'ON_HOLD' })).toEqual(['Q-2']);
  expect(await find({ salesRepId: shop.repId })).toEqual(['Q-1']);
  expect(await find({ q: 'qville' })).toEqual(['Q-1']);
});

describe('orders', () => {
  const find = async (input: Parameters<typeof listOrders>[1]) =>
    (await listOrders(shop.client, { limit: 100, ...input })).data.map((row) => row.id);

  test('by status, customer, kind and days, the last one included', async () => {
    const harbors = await order(shop.harbor.customerId);
    const markets = await order(shop.market.customerId);
    const sample = await order(shop.market.customerId, { isSample: true });
    const at = (id: string, orderedAt: string) =>
      shop.client.order.updateMany({ where: { id }, data: { orderedAt: new Date(orderedAt) } });
    await at(harbors.id, '2026-01-31T23:59:59.999Z');
    await at(markets.id, '2026-02-01T00:00:00.000Z');
    await at(sample.id, '2026-02-01T12:00:00.000Z');
    const days = { from: '2026-01-01', to: '2026-02-01' };
    expect(await find(days)).toEqual([sample.id, markets.id, harbors.id]);
    expect(await find({ ...days, order: 'orderedAt' })).toEqual([harbors.id, markets.id, sample.id]);
    expect(await find({ from: '2026-01-31', to: '2026-01-31' })).toEqual([harbors.id]);
    expect(await find({ ...days, to: '2026-02-01T12:00:00Z' })).toEqual([markets.id, harbors.id]);
    expect(await find({ ...days, from: '2026-02-01T01:00:00+01:00' })).toEqual([sample.id, markets.id]);
    expect(await find({ ...days, customerId: shop.harbor.customerId })).toEqual([harbors.id]);
    expect(await find({ ...days, isSample: true })).toEqual([sample.id]);
    expect(await find({ ...days, isSample: false, status: 'CONFIRMED' })).toEqual([markets.id, harbors.id]);
    expect(await find({ ...days, status: 'SHIPPED' })).toEqual([]);
    expect(await codeOf(find({ from: 'yesterday' }))).toBe('INPUT_INVALID');
  });

  test('a portal user gets its customer’s, whatever it asks for', async () => {
    const own = await order(shop.harbor.customerId);
    await order(shop.market.customerId);
    const { data } = await listOrders(shop.harbor.clients, { limit: 100 });
    expect(data.map((row) => row.id)).toContain(own.id);
    expect(new Set(data.map((row) => row.customerId))).toEqual(new Set([shop.harbor.customerId]));
    const foreign = await listOrders(shop.harbor.clients, { customerId: shop.market.customerId });
    expect(foreign.data).toEqual([]);
  });

  test('page by page, there and back, none missing and none twice', async () => {
    for (let index = 0; index < 5; index += 1) await order(shop.harbor.customerId);
    const all = await find({});
    const seen: string[] = [];
    let cursor: string | undefined;
    let back: string | null = null;
    do {
      const found = await listOrders(shop.client, { limit: 2, ...(cursor ? { cursor } : {}) });
      seen.push(...found.data.map((row) => row.id));
      cursor = found.page.next ?? undefined;
      back = found.page.previous;
    } while (cursor !== undefined);
    expect(seen).toEqual(all);
    const before = await listOrders(shop.client, { limit: 2, cursor: back ?? '' });
    const start = all.length - (all.length % 2 === 0 ? 2 : 1);
    expect(before.data.map((row) => row.id)).toEqual(all.slice(start - 2, start));
  });

  test('a cursor is good for its list, its filters and its reader', async () => {
    const { page } = await listOrders(shop.client, { limit: 1 });
    const cursor = page.next ?? '';
    expect(await codeOf(listOrders(shop.client, { limit: 1, cursor }))).toBe('DONE');
    expect(await codeOf(listInvoices(shop.client, { limit: 1, cursor }))).toBe('CURSOR_INVALID');
    expect(await codeOf(listOrders(shop.client, { cursor, status: 'SHIPPED' }))).toBe('CURSOR_INVALID');
    expect(await codeOf(listOrders(shop.harbor.clients, { cursor }))).toBe('CURSOR_INVALID');
    const other = await shop.fixture.addTenant('lists-other');
    expect(await codeOf(listOrders(other.client, { cursor }))).toBe('CURSOR_INVALID');
    expect((await listOrders(other.client)).data).toEqual([]);
  });
});

test('invoices by status, customer and whether they are overdue', async () => {
  const invoice = async () => {
    const { id } = await order(shop.harbor.customerId);
    return issueInvoice(shop.client, { orderId: id });
  };
  const [late, lateButPaid, inTime] = [await invoice(), await invoice(), await invoice()];
  await recordPayment(shop.client, { invoiceId: lateButPaid.id, amount: '10.90', method: 'CASH' });
  await shop.client.invoice.updateMany({
    where: { id: { in: [late.id, lateButPaid.id] } },
    data: { dueOn: new Date('2026-01-01') },
  });
  const find = async (input: Parameters<typeof listInvoices>[1]) =>
    (await listInvoices(shop.client, { limit: 100, ...input })).data.map((row) => row.id);
  expect(await find({})).toEqual([inTime.id, lateButPaid.id, late.id]);
  expect(await find({ overdue: true })).toEqual([late.id]);
  expect(await find({ overdue: false })).toEqual([inTime.id, lateButPaid.id]);
  expect(await find({ status: 'PAID' })).toEqual([lateButPaid.id]);
  expect(await find({ customerId: shop.market.customerId })).toEqual([]);
  expect(await find({ orderId: late.orderId })).toEqual([late.id]);

  const shown = async (invoiceVisibility: 'NONE' | 'DELIVERED' | 'ALL') => {
    await shop.client.tenantSettings.updateMany({ data: { invoiceVisibility } });
    return (await listInvoices(shop.harbor.clients)).data.map((row) => row.id);
  };
  await deliverInvoice(shop.client, { invoiceId: inTime.id });
  expect(await shown('NONE')).toEqual([]);
  expect(await shown('DELIVERED')).toEqual([inTime.id]);
  expect(await shown('ALL')).toHaveLength(3);
  expect((await listInvoices(shop.market.clients)).data).toEqual([]);
});

test('a portal user gets no list where the portal is switched off', async () => {
  await shop.client.tenantSettings.updateMany({ data: { portalEnabled: false } });
  for (const list of [listOrders, listInvoices, listProducts, listSkus]) {
    expect(await codeOf(list(shop.harbor.clients))).toBe('PORTAL_DISABLED');
  }
  await shop.client.tenantSettings.updateMany({ data: { portalEnabled: true } });
});
