import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { addSku, codeOf, createShop, eventsOf, type Shop, stockOf } from '../../test/shop.ts';
import { type PlaceOrderInput, placeOrder } from './place-order.ts';

let shop: Shop;
beforeAll(async () => {
  shop = await createShop();
});
afterAll(() => shop.close());
beforeEach(() => shop.client.tenantSettings.updateMany({ data: { requireManagerApprovalAbove: null } }));

const place = (lines: PlaceOrderInput['lines'], more: Partial<PlaceOrderInput> = {}) =>
  placeOrder(shop.client, {
    customerId: shop.harbor.customerId,
    lines,
    actor: { userId: shop.repId, mayApprove: false },
    ...more,
  });

const totalOrdered = async () => {
  const customer = await shop.client.customer.findFirstOrThrow({ where: { id: shop.harbor.customerId } });
  return customer.totalOrdered.toFixed(2);
};

test('fixes price and tax, reserves stock, numbers, raises the total ordered, and tells', async () => {
  const cab = await shop.addSku({ price: '50', stock: { MAIN: '30' } });
  const pinot = await shop.addSku({ price: '12.345' });
  const before = Number(await totalOrdered());

  const order = await place([
    { skuId: cab.skuId, quantity: 24 },
    { skuId: pinot.skuId, quantity: '1.5' },
  ]);

  expect(order).toMatchObject({
    customerId: shop.harbor.customerId,
    salesRepId: shop.repId,
    status: 'CONFIRMED',
    currency: 'USD',
    taxState: 'CA',
    taxRate: '0.09',
    subtotal: '1218.52',
    taxTotal: '109.67',
    total: '1328.19',
  });
  expect(order.number).toMatch(/^SO-\d{8}$/);
  expect(order.lines).toMatchObject([
    { lineNumber: 1, skuCode: cab.code, quantity: '24', unitPrice: '50.0000', lineTotal: '1200.00' },
    { lineNumber: 2, skuCode: pinot.code, quantity: '1.5', unitPrice: '12.3450', lineTotal: '18.52' },
  ]);
  expect(await stockOf(shop.client, cab.skuId)).toEqual({ MAIN: { onHand: 30, reserved: 24 } });
  expect(Number(await totalOrdered()) - before).toBeCloseTo(1328.19);
  expect(await eventsOf(shop.client, order.id)).toEqual(['order.placed']);
});

test('lines of one SKU count together, for the price and for the stock', async () => {
  const { skuId } = await shop.addSku({ price: '10', stock: { MAIN: '4', WEST: '8' } });
  await shop.client.priceListEntry.create({
    data: { skuId, unitPrice: '8', minQuantity: '12', validFrom: new Date('2020-01-01') },
  });
  const order = await place([
    { skuId, quantity: 6 },
    { skuId: skuId.toUpperCase(), quantity: 6 },
  ]);
  expect(order.lines.map((line) => [line.location, line.quantity, line.unitPrice])).toEqual([
    ['MAIN', '4', '8.0000'],
    ['WEST', '8', '8.0000'],
  ]);
  expect(order.subtotal).toBe('96.00');
});

test('prices follow the customer, its tier and the day', async () => {
  const { skuId } = await shop.addSku({ price: '10' });
  const add = (data: object) =>
    shop.client.priceListEntry.create({
      data: { skuId, unitPrice: '1', validFrom: new Date('2020-01-01'), ...data },
    });
  const subtotal = async () => (await place([{ skuId, quantity: 1 }])).subtotal;
  await add({ unitPrice: '1', validFrom: new Date('2099-01-01'), customerId: shop.harbor.customerId });
  await add({ unitPrice: '2', validTo: new Date('2020-12-31'), customerId: shop.harbor.customerId });
  await add({ unitPrice: '3', tier: 'standard' });
  await add({ unitPrice: '4', customerId: shop.market.customerId });
  await add({ unitPrice: '5', currency: 'EUR', customerId: shop.harbor.customerId });
  expect(await subtotal()).toBe('10.00');
  await add({ unitPrice: '9', tier: 'premium' });
  expect(await subtotal()).toBe('9.00');
  await add({ unitPrice: '9.5', customerId: shop.harbor.customerId });
  expect(await subtotal()).toBe('9.50');
});

describe('refuses, and leaves nothing behind:', () => {
  const rows = async () => [
    await shop.client.order.count(),
    await shop.client.webhookEvent.count(),
    await totalOrdered(),
  ];

  test('stock that is not there, naming every SKU and what there is', async () => {
    const few = await shop.addSku({ stock: { MAIN: '2', WEST: '1' } });
    const none = await shop.addSku({ stock: {} });
    const plenty = await shop.addSku();
    const before = await rows();
    const attempt = place([
      { skuId: plenty.skuId, quantity: 1 },
      { skuId: few.skuId, quantity: 4 },
      { skuId: none.skuId, quantity: 1 },
    ]);
    await expect(attempt).rejects.toMatchObject({
      code: 'OUT_OF_STOCK',
      status: 409,
      fields: [
        { field: few.code, message: '4 wanted, 3 available' },
        { field: none.code, message: '1 wanted, 0 available' },
      ],
    });
    expect(await rows()).toEqual(before);
    expect(await stockOf(shop.client, plenty.skuId)).toEqual({ MAIN: { onHand: 100, reserved: 0 } });
  });

  test('a SKU without a price', async () => {
    const { skuId, code } = await shop.addSku({ price: null });
    const attempt = place([{ skuId, quantity: 1 }]);
    await expect(attempt).rejects.toMatchObject({ code: 'PRICE_MISSING', status: 422 });
    await expect(attempt).rejects.toThrow(code);
  });

  test('a state without a tax rate', async () => {
    const { skuId } = await shop.addSku();
    const { id } = await shop.client.customer.create({ data: { code: 'NV', name: 'NV', state: 'NV' } });
    expect(await codeOf(place([{ skuId, quantity: 1 }], { customerId: id }))).toBe('TAX_RATE_MISSING');
    await shop.client.stateTaxRate.create({
      data: { state: 'NV', rate: '0', validFrom: new Date('2020-01-01') },
    });
    expect(await place([{ skuId, quantity: 1 }], { customerId: id })).toMatchObject({
      taxTotal: '0.00',
      total: '10.00',
    });
  });

  test('a customer on hold', async () => {
    const { skuId } = await shop.addSku();
    const { id } = await shop.client.customer.create({
      data: { code: 'HOLD', name: 'HOLD', state: 'CA', status: 'ON_HOLD' },
    });
    expect(await codeOf(place([{ skuId, quantity: 1 }], { customerId: id }))).toBe('CUSTOMER_INACTIVE');
  });

  test("what is not sold, and another customer's exclusive", async () => {
    const gone = await shop.addSku();
    await shop.client.sku.updateMany({ where: { id: gone.skuId }, data: { status: 'DISCONTINUED' } });
    const deleted = await shop.addSku();
    await shop.client.product.updateMany({
      where: { id: deleted.productId },
      data: { deletedAt: new Date() },
    });
    const exclusive = await shop.addSku({ product: { exclusiveCustomerId: shop.market.customerId } });
    for (const { skuId } of [gone, deleted, exclusive]) {
      expect(await codeOf(place([{ skuId, quantity: 1 }]))).toBe('SKU_UNAVAILABLE');
    }
    const hidden = await shop.addSku({ product: { portalVisible: false } });
    expect(await codeOf(place([{ skuId: hidden.skuId, quantity: 1 }]))).toBe('DONE');
  });

  test("another tenant's customer, SKU and rep", async () => {
    const other = await shop.fixture.addTenant('place-order-other');
    const theirs = await addSku(other.client);
    const customer = await other.client.customer.create({ data: { code: 'X', name: 'X', state: 'CA' } });
    const user = await other.client.user.create({ data: { name: 'x', email: 'x@x.x', passwordHash: 'x' } });
    const { skuId } = await shop.addSku();
    const before = await rows();
    expect(await codeOf(place([{ skuId: theirs.skuId, quantity: 1 }]))).toBe('NOT_FOUND');
    expect(await codeOf(place([{ skuId, quantity: 1 }], { customerId: customer.id }))).toBe('NOT_FOUND');
    expect(await codeOf(place([{ skuId, quantity: 1 }], { salesRepId: user.id }))).toBe('NOT_FOUND');
    expect(await rows()).toEqual(before);
    expect(await stockOf(other.client, theirs.skuId)).toEqual({ MAIN: { onHand: 100, reserved: 0 } });
  });

  test.each([0, -1, '1.2345', 'many', '1e3', 1e21, '', '9999999999'])(
    'a quantity of %s',
    async (quantity) => {
      const { skuId } = await shop.addSku();
      const attempt = place([{ skuId, quantity }]);
      await expect(attempt).rejects.toMatchObject({ code: 'INPUT_INVALID' });
    },
  );

  test('an amount that no column holds', async () => {
    const { skuId } = await shop.addSku({ price: '9999999999', stock: { MAIN: '999999999' } });
    expect(await codeOf(place([{ skuId, quantity: 999_999_999 }]))).toBe('AMOUNT_TOO_LARGE');
    expect(await stockOf(shop.client, skuId)).toMatchObject({ MAIN: { reserved: 0 } });
  });
});

describe('approval', () => {
  const threshold = (value: string | null) =>
    shop.client.tenantSettings.updateMany({ data: { requireManagerApprovalAbove: value } });

  test('is needed from the threshold on, with tax', async () => {
    await threshold('10.90');
    const { skuId } = await shop.addSku({ price: '9.99' });
    const dear = await shop.addSku({ price: '10' });
    expect((await place([{ skuId, quantity: 1 }])).status).toBe('CONFIRMED');
    const waiting = await place([{ skuId: dear.skuId, quantity: 1 }]);
    expect(waiting).toMatchObject({ status: 'PENDING_APPROVAL', approvedById: null });
    expect(await stockOf(shop.client, dear.skuId)).toMatchObject({ MAIN: { reserved: 1 } });
  });

  test('is given at once by who may approve', async () => {
    await threshold('1');
    const { skuId } = await shop.addSku();
    const order = await place([{ skuId, quantity: 1 }], {
      actor: { userId: shop.managerId, mayApprove: true },
    });
    expect(order).toMatchObject({ status: 'CONFIRMED', approvedById: shop.managerId });
    expect(order.approvedAt).not.toBeNull();
  });
});

describe('the idempotency key', () => {
  test('repeats the answer of the same request, also of one at the same time', async () => {
    const { skuId } = await shop.addSku();
    const request = { idempotencyKey: 'again', notes: 'ring twice' };
    const orders = await Promise.all(
      Array.from({ length: 8 }, () => place([{ skuId, quantity: 2 }], request)),
    );
    expect(new Set(orders.map((order) => order.id)).size).toBe(1);
    expect(await place([{ skuId, quantity: '2.000' }], request)).toEqual(orders[0]);
    expect(await stockOf(shop.client, skuId)).toEqual({ MAIN: { onHand: 100, reserved: 2 } });
  });

  test('is refused for another request', async () => {
    const { skuId } = await shop.addSku();
    const other = await shop.addSku();
    await place([{ skuId, quantity: 2 }], { idempotencyKey: 'once' });
    const attempts: [PlaceOrderInput['lines'], Partial<PlaceOrderInput>][] = [
      [[{ skuId, quantity: 3 }], {}],
      [[{ skuId: other.skuId, quantity: 2 }], {}],
      [[{ skuId, quantity: 2 }], { notes: 'other' }],
      [[{ skuId, quantity: 2 }], { customerId: shop.market.customerId }],
      [[{ skuId, quantity: 2 }], { isSample: true }],
    ];
    for (const [lines, more] of attempts) {
      expect(await codeOf(place(lines, { ...more, idempotencyKey: 'once' }))).toBe('IDEMPOTENCY_KEY_REUSED');
    }
  });

  test('is each tenant’s own', async () => {
    const { skuId } = await shop.addSku();
    await place([{ skuId, quantity: 1 }], { idempotencyKey: 'mine' });
    const other = await shop.fixture.addTenant('key-other');
    await other.client.stateTaxRate.create({
      data: { state: 'CA', rate: '0', validFrom: new Date('2020-01-01') },
    });
    const customer = await other.client.customer.create({ data: { code: 'X', name: 'X', state: 'CA' } });
    const user = await other.client.user.create({ data: { name: 'x', email: 'x@x.x', passwordHash: 'x' } });
    const theirs = await addSku(other.client);
    const order = await placeOrder(other.client, {
      customerId: customer.id,
      lines: [{ skuId: theirs.skuId, quantity: 1 }],
      actor: { userId: user.id, mayApprove: true },
      idempotencyKey: 'mine',
    });
    expect(order.number).toBe('SO-00000001');
  });
});

test('20 buyers of the last bottle: one wins, the others are told, and numbers have no gaps', async () => {
  const { skuId, code } = await shop.addSku({ stock: { MAIN: '1' } });
  const results = await Promise.allSettled(
    Array.from({ length: 20 }, (_, index) =>
      place([{ skuId, quantity: 1 }], {
        customerId: index % 2 === 0 ? shop.harbor.customerId : shop.market.customerId,
      }),
    ),
  );
  expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
  for (const result of results) {
    if (result.status === 'rejected') {
      expect(result.reason).toMatchObject({
        code: 'OUT_OF_STOCK',
        fields: [{ field: code, message: '1 wanted, 0 available' }],
      });
    }
  }
  expect(await stockOf(shop.client, skuId)).toEqual({ MAIN: { onHand: 1, reserved: 1 } });
  const numbers = (await shop.client.order.findMany({ select: { number: true } })).map(
    (order) => order.number,
  );
  expect(numbers.sort()).toEqual(numbers.map((_, index) => `SO-${String(index + 1).padStart(8, '0')}`));
});

test('orders that have nothing in common get numbers that follow each other', async () => {
  const skus = await Promise.all(Array.from({ length: 12 }, () => shop.addSku()));
  const first = await place([{ skuId: skus[0]?.skuId ?? '', quantity: 1 }]);
  const orders = await Promise.all(
    skus.map(({ skuId }, index) =>
      place([{ skuId, quantity: 1 }], {
        customerId: index % 2 === 0 ? shop.harbor.customerId : shop.market.customerId,
      }),
    ),
  );
  const start = Number(first.number.slice(3)) + 1;
  expect(orders.map((order) => Number(order.number.slice(3))).sort((left, right) => left - right)).toEqual(
    orders.map((_, index) => start + index),
  );
});

test('orders of the same SKUs in any order never block each other for good', async () => {
  const skus = await Promise.all(
    [1, 2, 3, 4].map(() => shop.addSku({ stock: { MAIN: '1000', WEST: '10' } })),
  );
  const orders = await Promise.all(
    Array.from({ length: 16 }, (_, index) => {
      const lines = skus.map(({ skuId }) => ({ skuId, quantity: 1 + (index % 3) }));
      return place(index % 2 === 0 ? lines : lines.reverse());
    }),
  );
  expect(new Set(orders.map((order) => order.number)).size).toBe(16);
});

describe('samples', () => {
  const sample = (skuId: string, quantity: number, more: Partial<PlaceOrderInput> = {}) =>
    place([{ skuId, quantity }], { isSample: true, ...more });

  test('are free, and count against the allowance of who gives them, in this month', async () => {
    await shop.client.tenantSettings.updateMany({ data: { defaultSampleAllowancePerRep: 10 } });
    const { skuId } = await shop.addSku({ price: null });
    const order = await sample(skuId, 6);
    expect(order).toMatchObject({ isSample: true, total: '0.00', taxTotal: '0.00', salesRepId: shop.repId });
    expect(await stockOf(shop.client, skuId)).toMatchObject({ MAIN: { reserved: 6 } });

    const attempt = sample(skuId, 5);
    await expect(attempt).rejects.toMatchObject({ code: 'ALLOWANCE_EXCEEDED', status: 409 });
    await expect(attempt).rejects.toThrow('4 of them are left');
    expect(await codeOf(sample(skuId, 5, { salesRepId: shop.managerId }))).toBe('DONE');

    await shop.client.order.updateMany({
      where: { id: order.id },
      data: { orderedAt: new Date(Date.now() - 32 * 24 * 3600 * 1000) },
    });
    expect(await codeOf(sample(skuId, 10))).toBe('DONE');
    expect(await codeOf(sample(skuId, 1))).toBe('ALLOWANCE_EXCEEDED');
  });

  test('given at once do not exceed it together', async () => {
    const { id: repId } = await shop.client.user.create({
      data: { name: 'eager', email: 'eager@example.com', passwordHash: 'x' },
      select: { id: true },
    });
    await shop.client.tenantSettings.updateMany({ data: { defaultSampleAllowancePerRep: 5 } });
    const { skuId } = await shop.addSku();
    const codes = await Promise.all(
      Array.from({ length: 10 }, () => codeOf(sample(skuId, 2, { salesRepId: repId }))),
    );
    expect(codes.filter((code) => code === 'DONE')).toHaveLength(2);
    expect(await stockOf(shop.client, skuId)).toMatchObject({ MAIN: { reserved: 4 } });
  });
});
