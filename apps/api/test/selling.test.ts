import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Api, type Login, openApi } from './open-api.ts';
import { problem, sender } from './requests.ts';

let api: Api;
let manager: Login;
let rep: Login;
let harbor: Login;
let downtown: Login;
/** Identifiers by code. */
let skus: Record<string, string>;
let customers: Record<string, string>;

beforeAll(async () => {
  api = await openApi();
  manager = await api.logIn('manager@wellcrafted.com');
  rep = await api.logIn('rep@wellcrafted.com');
  harbor = await api.logInPortal('elena@harborview-cellars.example');
  downtown = await api.logInPortal('marcus@downtown-wine.example');
  const byCode = async (url: string) => {
    const { data } = (await api.request(manager, 'GET', url)).json<{
      data: { code: string; id: string }[];
    }>();
    return Object.fromEntries(data.map((row) => [row.code, row.id]));
  };
  skus = await byCode('/v1/skus');
  customers = await byCode('/v1/customers');
});
afterAll(() => api.close());
const send = sender(() => api);

describe('what the seeds hold', () => {
  it('is three products, three customers and a paid invoice of $1,308', async () => {
    const products = await send(manager, 'GET', '/v1/products');
    expect(products.body.data.map((product: { code: string }) => product.code).sort()).toEqual([
      'WC-CAB-001',
      'WC-CHARD-001',
      'WC-PINOT-001',
    ]);
    expect(products.body.page).toEqual({ next: null, previous: null });
    expect(Object.keys(customers).sort()).toEqual(['WC-001', 'WC-002', 'WC-003']);
    const invoices = await send(manager, 'GET', '/v1/invoices?status=PAID');
    expect(invoices.body.data).toMatchObject([{ number: 'WC-INV-1001', total: '1308.00', balance: '0.00' }]);
    const invoice = await send(manager, 'GET', `/v1/invoices/${invoices.body.data[0].id}`);
    expect(invoice.body.payments).toMatchObject([{ amount: '1308.00', method: 'BANK_TRANSFER' }]);
    const orders = await send(manager, 'GET', '/v1/orders?status=DELIVERED');
    const order = await send(manager, 'GET', `/v1/orders/${orders.body.data[0].id}`);
    expect(order.body).toMatchObject({
      total: '1308.00',
      lines: [{ skuCode: 'WC-CAB-001-750', quantity: '24', unitPrice: '50.0000', lineTotal: '1200.00' }],
    });
  });

  it('is for its own customer only, to a portal user', async () => {
    expect((await send(harbor, 'GET', '/v1/orders')).body.data).toMatchObject([{ number: 'WC-ORD-1001' }]);
    expect((await send(harbor, 'GET', '/v1/invoices')).body.data).toMatchObject([{ number: 'WC-INV-1001' }]);
    expect((await send(downtown, 'GET', '/v1/orders')).body.data).toEqual([]);
    expect((await send(downtown, 'GET', '/v1/invoices')).body.data).toEqual([]);
    const [order] = (await send(harbor, 'GET', '/v1/orders')).body.data;
    const [invoice] = (await send(harbor, 'GET', '/v1/invoices')).body.data;
    expect(await send(downtown, 'GET', `/v1/orders/${order.id}`)).toEqual(problem(404, 'NOT_FOUND'));
    expect(await send(downtown, 'GET', `/v1/invoices/${invoice.id}`)).toEqual(problem(404, 'NOT_FOUND'));
  });

  it('has the prices of who asks', async () => {
    const prices = async (login: Login, query = '') =>
      (await send(login, 'GET', `/v1/skus/${skus['WC-CAB-001-750']}${query}`)).body.prices;
    expect(await prices(harbor)).toEqual([
      { minQuantity: '1', unitPrice: '52.0000', currency: 'USD' },
      { minQuantity: '24', unitPrice: '50.0000', currency: 'USD' },
    ]);
    expect(await prices(downtown)).toEqual([{ minQuantity: '1', unitPrice: '56.0000', currency: 'USD' }]);
    expect(await prices(manager)).toBeNull();
    expect(await prices(manager, `?customerId=${customers['WC-002']}`)).toEqual(await prices(downtown));
    const curious = `/v1/skus/${skus['WC-CAB-001-750']}?customerId=${customers['WC-001']}`;
    expect(await send(downtown, 'GET', curious)).toEqual(problem(404, 'NOT_FOUND'));
  });
});

it('from the cart of a portal user to the paid invoice', async () => {
  const opened = await api.request(harbor, 'POST', '/v1/carts', {});
  expect(opened.statusCode).toBe(201);
  const cart = opened.json();
  const address = `/v1/carts/${cart.id}`;
  expect(opened.headers).toMatchObject({ location: address });
  expect(cart).toMatchObject({ status: 'OPEN', customerId: customers['WC-001'], items: [] });
  expect((await send(harbor, 'POST', '/v1/carts', {})).body.id).toBe(cart.id);

  const cab = skus['WC-CAB-001-750'];
  await send(harbor, 'PUT', `${address}/items/${skus['WC-CHARD-001-750']}`, { quantity: 6 });
  const filled = await send(harbor, 'PUT', `${address}/items/${cab}`, { quantity: '24' });
  expect(filled.body).toMatchObject({
    items: [
      { quantity: '6', unitPrice: '31.5000', lineTotal: '189.00' },
      { quantity: '24', unitPrice: '50.0000', lineTotal: '1200.00' },
    ],
    subtotal: '1389.00',
    taxRate: '0.09',
    taxTotal: '125.01',
    total: '1514.01',
  });
  const emptied = await send(harbor, 'DELETE', `${address}/items/${skus['WC-CHARD-001-750']}`);
  expect(emptied.body.total).toBe('1308.00');

  const checkOut = (key?: string) =>
    api.app.inject({
      method: 'POST',
      url: `${address}/checkout`,
      headers: { authorization: `Bearer ${harbor.accessToken}`, ...(key ? { 'idempotency-key': key } : {}) },
    });
  const checkedOut = await checkOut('e2e-cart');
  expect(checkedOut.statusCode).toBe(201);
  const order = checkedOut.json();
  expect(order).toMatchObject({ status: 'CONFIRMED', total: '1308.00', portalUserId: harbor.user.id });
  expect(checkedOut.headers).toMatchObject({ location: `/v1/orders/${order.id}` });
  expect((await checkOut('e2e-cart')).json()).toEqual(order);
  expect((await checkOut()).json()).toMatchObject({ status: 409, code: 'STATE_ILLEGAL' });
  expect((await send(harbor, 'GET', address)).body).toMatchObject({
    status: 'CHECKED_OUT',
    orderId: order.id,
  });

  const stock = async () =>
    (await send(manager, 'GET', `/v1/inventory?skuId=${cab}`)).body.data.map(
      (row: { onHand: string; reserved: string; available: string }) => [
        row.onHand,
        row.reserved,
        row.available,
      ],
    );
  expect(await stock()).toEqual([['480', '24', '456']]);
  expect((await send(manager, 'POST', `/v1/orders/${order.id}/ship`)).body).toMatchObject({
    status: 'SHIPPED',
  });
  const delivered = await send(manager, 'POST', `/v1/orders/${order.id}/deliver`);
  expect(delivered).toMatchObject({ status: 200, body: { status: 'DELIVERED' } });
  expect(await stock()).toEqual([['456', '0', '456']]);

  const billed = await send(manager, 'POST', `/v1/orders/${order.id}/invoice`);
  expect(billed).toMatchObject({
    status: 201,
    body: { status: 'ISSUED', total: '1308.00', balance: '1308.00' },
  });
  const invoice = `/v1/invoices/${billed.body.id}`;
  expect(await send(harbor, 'GET', invoice)).toEqual(problem(404, 'NOT_FOUND'));
  await send(manager, 'POST', `${invoice}/deliver`);
  expect((await send(harbor, 'GET', invoice)).body).toMatchObject({
    status: 'DELIVERED',
    balance: '1308.00',
  });

  const pay = (amount: string) => send(manager, 'POST', `${invoice}/payments`, { amount, method: 'CHECK' });
  expect(await pay('1308.01')).toEqual(problem(409, 'PAYMENT_EXCEEDS_BALANCE'));
  expect(await pay('1000')).toMatchObject({ status: 201, body: { status: 'DELIVERED', balance: '308.00' } });
  expect(await pay('308.00')).toMatchObject({ status: 201, body: { status: 'PAID', balance: '0.00' } });
  expect((await send(harbor, 'GET', invoice)).body.payments).toHaveLength(2);
});

it('from a direct order above the threshold, over the approval, to the cancellation', async () => {
  const line = { skuId: skus['WC-PINOT-001-750'], quantity: 200 };
  const body = { customerId: customers['WC-003'], lines: [line], idempotencyKey: 'e2e-direct' };
  const placed = await send(rep, 'POST', '/v1/orders', body);
  expect(placed).toMatchObject({ status: 201, body: { status: 'PENDING_APPROVAL' } });
  const order = `/v1/orders/${placed.body.id}`;
  expect((await send(rep, 'POST', '/v1/orders', body)).body).toEqual(placed.body);
  expect(await send(rep, 'POST', '/v1/orders', { ...body, notes: 'x' })).toEqual(
    problem(409, 'IDEMPOTENCY_KEY_REUSED'),
  );
  expect(await send(rep, 'POST', `${order}/approve`)).toEqual(problem(403, 'PERMISSION_MISSING'));
  expect(await send(manager, 'POST', `${order}/ship`)).toEqual(problem(409, 'STATE_ILLEGAL'));
  expect((await send(manager, 'POST', `${order}/approve`)).body).toMatchObject({
    status: 'CONFIRMED',
    approvedById: manager.user.id,
  });
  const short = await send(rep, 'POST', '/v1/orders', { ...body, idempotencyKey: 'e2e-short' });
  expect(short).toEqual(problem(409, 'OUT_OF_STOCK'));
  expect(short.body.errors).toEqual([{ field: 'WC-PINOT-001-750', message: '200 wanted, 40 available' }]);
  expect((await send(manager, 'POST', `${order}/cancel`)).body).toMatchObject({ status: 'CANCELLED' });
  expect(await send(rep, 'POST', '/v1/orders', { ...body, idempotencyKey: 'e2e-short' })).toMatchObject({
    status: 201,
  });
});

it('from the cart of staff to a sample that is too much', async () => {
  const cart = await send(rep, 'POST', '/v1/carts', { customerId: customers['WC-002'] });
  expect(cart.status).toBe(201);
  expect(await send(rep, 'POST', '/v1/carts', {})).toEqual(problem(400, 'VALIDATION_FAILED'));
  expect(await send(rep, 'POST', `/v1/carts/${cart.body.id}/checkout`, {})).toEqual(
    problem(409, 'CART_EMPTY'),
  );
  expect((await send(rep, 'DELETE', `/v1/carts/${cart.body.id}`)).status).toBe(204);

  const sample = (quantity: number) =>
    send(rep, 'POST', '/v1/orders', {
      customerId: customers['WC-002'],
      lines: [{ skuId: skus['WC-CHARD-001-750'], quantity }],
      isSample: true,
    });
  expect(await sample(60)).toMatchObject({ status: 201, body: { isSample: true, total: '0.00' } });
  expect(await sample(1)).toEqual(problem(409, 'ALLOWANCE_EXCEEDED'));
});
