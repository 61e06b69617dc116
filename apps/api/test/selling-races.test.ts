import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Api, type Login, openApi } from './open-api.ts';
import { race, sender, twenty } from './requests.ts';

let api: Api;
let admin: Login;
let manager: Login;
let rep: Login;
let harbor: Login;
let skus: Record<string, string>;
let customers: Record<string, string>;
const send = sender(() => api);

beforeAll(async () => {
  api = await openApi({ WEBHOOK_ALLOW_PRIVATE: 'true' });
  admin = await api.logIn('admin@wellcrafted.com');
  manager = await api.logIn('manager@wellcrafted.com');
  rep = await api.logIn('rep@wellcrafted.com');
  harbor = await api.logInPortal('elena@harborview-cellars.example');
  const byCode = async (url: string) => {
    const { body } = await send(manager, 'GET', url);
    return Object.fromEntries(body.data.map((row: { code: string; id: string }) => [row.code, row.id]));
  };
  skus = await byCode('/v1/skus');
  customers = await byCode('/v1/customers');
});
afterAll(() => api.close());

const client = () => api.db.forTenant({ tenantId: manager.user.tenantId });
const stockOf = async (skuId: string | undefined) => {
  const [row] = (await send(manager, 'GET', `/v1/inventory?skuId=${skuId}`)).body.data;
  return { onHand: Number(row.onHand), reserved: Number(row.reserved) };
};
const order = (login: Login, body: object) => send(login, 'POST', '/v1/orders', body);

it('the last bottle: one order, and the others are told that there is none', async () => {
  const product = await send(manager, 'POST', '/v1/products', { code: 'LAST', name: 'The last bottle' });
  const wine = { productId: product.body.id, code: 'LAST-750', name: 'Last' };
  const { id: skuId } = (await send(manager, 'POST', '/v1/skus', wine)).body;
  await send(manager, 'POST', '/v1/inventory', { skuId, onHand: 1 });
  await send(manager, 'POST', '/v1/prices', { skuId, unitPrice: '99', validFrom: '2020-01-01' });
  const tally = await race((index) =>
    order(rep, { customerId: customers[`WC-00${(index % 3) + 1}`], lines: [{ skuId, quantity: 1 }] }),
  );
  expect(tally).toEqual({ 201: 1, '409 OUT_OF_STOCK': 19 });
  expect(await stockOf(skuId)).toEqual({ onHand: 1, reserved: 1 });
  expect(await client().orderLine.count({ where: { skuId } })).toBe(1);
});

it('a request that is repeated with its key: one order, the same answer to all', async () => {
  const lines = [{ skuId: skus['WC-CAB-001-750'], quantity: 1 }];
  const body = { customerId: customers['WC-001'], lines, idempotencyKey: 'twenty' };
  const answers = await twenty(() => order(rep, body));
  expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  expect(await client().order.count({ where: { idempotencyKey: 'twenty' } })).toBe(1);
});

it('one cart: checked out once', async () => {
  const { id } = (await send(harbor, 'POST', '/v1/carts', {})).body;
  await send(harbor, 'PUT', `/v1/carts/${id}/items/${skus['WC-CAB-001-750']}`, { quantity: 2 });
  const before = await stockOf(skus['WC-CAB-001-750']);
  const tally = await race(() => send(harbor, 'POST', `/v1/carts/${id}/checkout`, {}));
  expect(tally).toEqual({ 201: 1, '409 STATE_ILLEGAL': 19 });
  const after = await stockOf(skus['WC-CAB-001-750']);
  expect(after.reserved - before.reserved).toBe(2);
});

it('an order above the threshold: approved, shipped, delivered and billed once each', async () => {
  const skuId = skus['WC-PINOT-001-750'];
  const placed = await order(rep, { customerId: customers['WC-003'], lines: [{ skuId, quantity: 200 }] });
  expect(placed.body.status).toBe('PENDING_APPROVAL');
  const url = `/v1/orders/${placed.body.id}`;
  const before = await stockOf(skuId);
  for (const step of ['approve', 'ship', 'deliver']) {
    const tally = await race(() => send(manager, 'POST', `${url}/${step}`));
    expect(tally, step).toEqual({ 200: 1, '409 STATE_ILLEGAL': 19 });
  }
  const after = await stockOf(skuId);
  expect([before.onHand - after.onHand, before.reserved - after.reserved]).toEqual([200, 200]);
  const billed = await race(() => send(manager, 'POST', `${url}/invoice`));
  expect(billed[201]).toBe(1);
  expect(await client().invoice.count({ where: { orderId: placed.body.id } })).toBe(1);
});

it('shipping against cancelling: one of them happens, and the stock follows it', async () => {
  const skuId = skus['WC-CHARD-001-750'];
  const before = await stockOf(skuId);
  const { id } = (await order(rep, { customerId: customers['WC-001'], lines: [{ skuId, quantity: 3 }] }))
    .body;
  const tally = await race((index) =>
    send(manager, 'POST', `/v1/orders/${id}/${index % 2 === 0 ? 'ship' : 'cancel'}`),
  );
  expect(tally).toEqual({ 200: 1, '409 STATE_ILLEGAL': 19 });
  const { status } = (await send(manager, 'GET', `/v1/orders/${id}`)).body;
  const reserved = { SHIPPED: 3, CANCELLED: 0 }[status as string];
  expect((await stockOf(skuId)).reserved - before.reserved).toBe(reserved);
});

it('payments of the whole amount: one is recorded', async () => {
  const lines = [{ skuId: skus['WC-CHARD-001-750'], quantity: 6 }];
  const placed = await order(manager, { customerId: customers['WC-003'], lines });
  const invoice = await send(manager, 'POST', `/v1/orders/${placed.body.id}/invoice`);
  const url = `/v1/invoices/${invoice.body.id}`;
  const payment = { amount: invoice.body.total, method: 'CARD' };
  const tally = await race(() => send(manager, 'POST', `${url}/payments`, payment));
  expect(tally[201]).toBe(1);
  expect(Object.keys(tally).filter((key) => !key.startsWith('409'))).toEqual(['201']);
  const paid = (await send(manager, 'GET', url)).body;
  expect(paid).toMatchObject({ status: 'PAID', balance: '0.00' });
  expect(paid.payments).toHaveLength(1);
});

it('samples: no more than the allowance of the month leaves the house', async () => {
  const sample = { lines: [{ skuId: skus['WC-CAB-001-750'], quantity: 6 }], isSample: true };
  const tally = await race(() => order(rep, { ...sample, customerId: customers['WC-002'] }));
  expect(tally).toEqual({ 201: 10, '409 ALLOWANCE_EXCEEDED': 10 });
});

it('tiers: each customer is changed by one of the runs', async () => {
  await client().customer.updateMany({ where: { code: 'WC-002' }, data: { totalOrdered: '60000' } });
  await client().customer.updateMany({ where: { code: 'WC-002' }, data: { tier: 'basic' } });
  const runs = await twenty(() => send(manager, 'POST', '/v1/customers/tiers'));
  expect(runs.every(({ status }) => status === 200)).toBe(true);
  const { tier } = (await send(manager, 'GET', `/v1/customers/${customers['WC-002']}`)).body;
  expect(tier).toBe('premium');
  const changes = await client().auditLog.findMany({
    where: { entity: 'Customer', entityId: customers['WC-002'] as string, action: 'update' },
  });
  const toPremium = changes.filter(({ payload }) => JSON.stringify(payload).includes('premium'));
  expect(toPremium).toHaveLength(1);
});

it('a delivery that is dead: sent anew once; each event is due once at each subscription', async () => {
  const hook = { url: 'http://127.0.0.1:9/hook', eventTypes: ['order.placed'] };
  const { id } = (await send(admin, 'POST', '/v1/webhooks', hook)).body;
  const lines = [{ skuId: skus['WC-CAB-001-750'], quantity: 1 }];
  await twenty((index) =>
    order(rep, { customerId: customers['WC-001'], lines, idempotencyKey: `w${index}` }),
  );
  const { data } = (await send(admin, 'GET', `/v1/webhooks/${id}/deliveries?limit=100`)).body;
  expect(data).toHaveLength(20);
  expect(new Set(data.map((one: { eventId: string }) => one.eventId)).size).toBe(20);
  const dead = data[0].id;
  await client().webhookDelivery.updateMany({ where: { id: dead }, data: { status: 'DEAD', attempts: 8 } });
  const tally = await race(() => send(admin, 'POST', `/v1/webhooks/deliveries/${dead}/redrive`));
  expect(tally).toEqual({ 204: 1, '409 STATE_ILLEGAL': 19 });
});

it('an e-mail of a portal user: let in once', async () => {
  const person = { name: 'Ann', email: 'ann@vineyard-market.example', password: 'a long password' };
  const body = { ...person, customerId: customers['WC-003'], role: 'portal_user' };
  const tally = await race(() => send(manager, 'POST', '/v1/portal-users', body));
  expect(tally).toEqual({ 201: 1, '409 UNIQUE_VIOLATION': 19 });
});
