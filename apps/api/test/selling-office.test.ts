import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Api, type Login, openApi } from './open-api.ts';
import { problem, sender, twenty } from './requests.ts';

let api: Api;
let admin: Login;
let manager: Login;
let rep: Login;
let harbor: Login;
let downtown: Login;
let skus: Record<string, string>;
let customers: Record<string, string>;

beforeAll(async () => {
  api = await openApi();
  admin = await api.logIn('admin@wellcrafted.com');
  manager = await api.logIn('manager@wellcrafted.com');
  rep = await api.logIn('rep@wellcrafted.com');
  harbor = await api.logInPortal('elena@harborview-cellars.example');
  downtown = await api.logInPortal('marcus@downtown-wine.example');
  const byCode = async (url: string) => {
    const { body } = await send(manager, 'GET', url);
    return Object.fromEntries(body.data.map((row: { code: string; id: string }) => [row.code, row.id]));
  };
  skus = await byCode('/v1/skus');
  customers = await byCode('/v1/customers');
});
afterAll(() => api.close());

const send = sender(() => api);
const client = () => api.db.forTenant({ tenantId: manager.user.tenantId });

it('suppliers and prices are kept by who may, and a price that was added is what a cart costs', async () => {
  const made = await send(admin, 'POST', '/v1/suppliers', {
    code: 'S-9',
    name: 'North Slope',
    country: 'us',
  });
  expect(made).toMatchObject({ status: 201, body: { country: 'US' } });
  const again = { code: 'S-9', name: 'Twice' };
  expect(await send(admin, 'POST', '/v1/suppliers', again)).toEqual(problem(409, 'UNIQUE_VIOLATION'));
  expect(await send(rep, 'POST', '/v1/suppliers', again)).toEqual(problem(403, 'PERMISSION_MISSING'));
  const url = `/v1/suppliers/${made.body.id}`;
  expect((await send(admin, 'PATCH', url, { name: 'South Slope' })).body.name).toBe('South Slope');
  expect((await send(rep, 'GET', '/v1/suppliers?q=south')).body.data).toHaveLength(1);
  expect((await send(admin, 'DELETE', url)).status).toBe(204);
  expect((await send(rep, 'GET', '/v1/suppliers?q=south')).body.data).toEqual([]);

  const skuId = skus['WC-PINOT-001-750'];
  const price = { skuId, customerId: customers['WC-002'], unitPrice: '1.2500', validFrom: '2026-01-01' };
  const added = await send(manager, 'POST', '/v1/prices', price);
  expect(added).toMatchObject({ status: 201, body: { unitPrice: '1.2500', minQuantity: '1' } });
  const both = { ...price, tier: 'premium' };
  expect(await send(manager, 'POST', '/v1/prices', both)).toEqual(problem(422, 'CHECK_VIOLATION'));
  expect(await send(rep, 'POST', '/v1/prices', price)).toEqual(problem(403, 'PERMISSION_MISSING'));
  const shown = await send(downtown, 'GET', `/v1/skus/${skuId}`);
  expect(shown.body.prices[0]).toMatchObject({ unitPrice: '1.2500' });
  const ended = { validTo: '2026-01-31' };
  await send(manager, 'PATCH', `/v1/prices/${added.body.id}`, ended);
  expect((await send(downtown, 'GET', `/v1/skus/${skuId}`)).body.prices[0].unitPrice).not.toBe('1.2500');
  expect((await send(manager, 'DELETE', `/v1/prices/${added.body.id}`)).status).toBe(204);
});

it('lists: a portal user’s own, filled with what it may buy, and put into the cart', async () => {
  const list = await send(harbor, 'POST', '/v1/lists', { name: 'Friday' });
  expect(list).toMatchObject({ status: 201, body: { customerId: customers['WC-001'], items: [] } });
  const url = `/v1/lists/${list.body.id}`;
  const items = [
    { skuId: skus['WC-CAB-001-750'], quantity: '6' },
    { skuId: skus['WC-CHARD-001-750'], quantity: '12' },
  ];
  const filled = await twenty(() => send(harbor, 'PATCH', url, { items }));
  expect(new Set(filled.map(({ status }) => status))).toEqual(new Set([200]));
  expect((await send(harbor, 'GET', url)).body.items).toEqual(items);
  const unknown = { items: [{ skuId: '00000000-0000-4000-8000-000000000000', quantity: 1 }] };
  expect(await send(harbor, 'PATCH', url, unknown)).toEqual(problem(404, 'NOT_FOUND'));
  expect(await send(downtown, 'GET', url)).toEqual(problem(404, 'NOT_FOUND'));
  expect(await send(downtown, 'DELETE', url)).toEqual(problem(404, 'NOT_FOUND'));
  const cart = await send(harbor, 'POST', `${url}/cart`);
  expect(cart.body.items.map((item: { quantity: string }) => item.quantity)).toEqual(['6', '12']);
  expect((await send(manager, 'GET', '/v1/lists')).body.data).toHaveLength(1);
  expect((await send(downtown, 'GET', '/v1/lists')).body.data).toEqual([]);
  expect((await send(harbor, 'DELETE', url)).status).toBe(204);
});

it('portal users are let in, suspended and logged out', async () => {
  const person = {
    customerId: customers['WC-002'],
    name: 'Ann',
    email: 'ann@downtown-wine.example',
    password: 'a long password',
    role: 'portal_admin',
  };
  expect(await send(harbor, 'POST', '/v1/portal-users', person)).toEqual(problem(403, 'PERMISSION_MISSING'));
  const added = await send(manager, 'POST', '/v1/portal-users', person);
  expect(added).toMatchObject({ status: 201, body: { role: 'portal_admin', status: 'ACTIVE' } });
  expect(JSON.stringify(added.body)).not.toContain('argon2');
  const logIn = async (email: string, password: string) => {
    const body = { tenant: 'well-crafted', email, password };
    return (await api.app.inject({ method: 'POST', url: '/portal/login', body })).json<Login>();
  };
  const ann = await logIn(person.email, person.password);

  // The administrator of a customer looks after its people, and after nobody else's.
  const seen = (await send(ann, 'GET', `/v1/portal-users?customerId=${customers['WC-001']}`)).body.data;
  expect(new Set(seen.map((one: { customerId: string }) => one.customerId))).toEqual(
    new Set([customers['WC-002']]),
  );
  const bob = { ...person, customerId: customers['WC-001'], name: 'Bob', email: 'bob@downtown-wine.example' };
  expect((await send(ann, 'POST', '/v1/portal-users', bob)).body.customerId).toBe(customers['WC-002']);
  const foreign = `/v1/portal-users/${harbor.user.id}`;
  expect(await send(ann, 'PATCH', foreign, { status: 'SUSPENDED' })).toEqual(problem(404, 'NOT_FOUND'));

  await send(manager, 'PATCH', `/v1/portal-users/${added.body.id}`, { status: 'SUSPENDED' });
  const refresh = await send(null, 'POST', '/auth/refresh', { refreshToken: ann.refreshToken });
  expect(refresh).toEqual(problem(401, 'SESSION_INVALID'));
});

it('activities, call plans and tasks of reps', async () => {
  const customerId = customers['WC-001'];
  const call = { customerId, type: 'CALL', subject: 'New vintage' };
  const done = await send(rep, 'POST', '/v1/activities', call);
  expect(done).toMatchObject({ status: 201, body: { userId: rep.user.id } });
  expect((await send(rep, 'GET', `/v1/activities?customerId=${customerId}`)).body.data).toHaveLength(1);
  const plan = await send(rep, 'POST', '/v1/call-plans', { customerId, plannedOn: '2026-12-01' });
  const planUrl = `/v1/call-plans/${plan.body.id}`;
  expect((await send(rep, 'PATCH', planUrl, { status: 'DONE' })).body).toMatchObject({ status: 'DONE' });
  expect((await send(rep, 'GET', '/v1/call-plans?from=2026-12-01&to=2026-12-01')).body.data).toHaveLength(1);
  expect((await send(rep, 'GET', '/v1/call-plans?from=2026-12-02')).body.data).toEqual([]);
  expect((await send(rep, 'DELETE', planUrl)).status).toBe(204);
  const task = await send(manager, 'POST', '/v1/tasks', { assigneeId: rep.user.id, title: 'Send samples' });
  const taskUrl = `/v1/tasks/${task.body.id}`;
  expect((await send(rep, 'PATCH', taskUrl, { status: 'DONE' })).body.completedAt).not.toBeNull();
  expect((await send(rep, 'PATCH', taskUrl, { status: 'OPEN' })).body.completedAt).toBeNull();
  expect(await send(harbor, 'GET', '/v1/tasks')).toEqual(problem(403, 'PERMISSION_MISSING'));
});

it('compliance: what was delivered into a state, filed once though twenty file it, then fixed', async () => {
  // The seeded order: 1,200.00 and 108.00 of tax, delivered to Harborview 30 days ago.
  const [order] = await client().order.findMany({ where: { status: 'DELIVERED' } });
  const delivered = order?.deliveredAt?.toISOString().slice(0, 10) ?? '';
  const state = order?.taxState ?? '';
  const dayAfter = (day: string, days: number) =>
    new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);
  const period = { periodStart: dayAfter(delivered, -2), periodEnd: dayAfter(delivered, 2) };
  const drafts = await twenty(() => send(admin, 'POST', '/v1/filings', { state, ...period }));
  expect(new Set(drafts.map(({ body }) => body.id)).size).toBe(1);
  expect(drafts[0]?.body).toMatchObject({
    status: 'DRAFT',
    orderCount: 1,
    taxableSales: '1200.00',
    taxDue: '108.00',
  });
  expect(await send(manager, 'POST', '/v1/filings', { state, ...period })).toEqual(
    problem(403, 'PERMISSION_MISSING'),
  );
  expect(await send(admin, 'POST', '/v1/filings', { state: 'AK', ...period })).toEqual(
    problem(422, 'TAX_RATE_MISSING'),
  );
  const empty = { state, periodStart: dayAfter(delivered, 5), periodEnd: dayAfter(delivered, 6) };
  expect((await send(admin, 'POST', '/v1/filings', empty)).body).toMatchObject({
    orderCount: 0,
    taxDue: '0.00',
  });

  const url = `/v1/filings/${drafts[0]?.body.id}`;
  expect(await send(admin, 'POST', `${url}/accept`)).toEqual(problem(409, 'STATE_ILLEGAL'));
  const filed = await twenty(() => send(admin, 'POST', `${url}/file`));
  expect(filed.filter(({ status }) => status === 200)).toHaveLength(1);
  expect(filed.filter(({ status }) => status === 409)).toHaveLength(19);
  expect(await send(admin, 'POST', '/v1/filings', { state, ...period })).toEqual(
    problem(409, 'STATE_ILLEGAL'),
  );
  expect((await send(admin, 'POST', `${url}/accept`)).body.status).toBe('ACCEPTED');
  const open = { state, periodStart: '2099-01-01', periodEnd: '2099-01-31' };
  const future = await send(admin, 'POST', '/v1/filings', open);
  expect(await send(admin, 'POST', `/v1/filings/${future.body.id}/file`)).toEqual(
    problem(409, 'STATE_ILLEGAL'),
  );

  const rate = { state: 'TX', rate: '0.0625', validFrom: '2026-01-01' };
  const added = await send(admin, 'POST', '/v1/tax-rates', rate);
  expect(added).toMatchObject({ status: 201, body: { rate: '0.0625', validTo: null } });
  const overlap = { ...rate, validFrom: '2026-06-01' };
  expect(await send(admin, 'POST', '/v1/tax-rates', overlap)).toEqual(problem(409, 'EXCLUSION_VIOLATION'));
  await send(admin, 'PATCH', `/v1/tax-rates/${added.body.id}`, { validTo: '2026-05-31' });
  expect((await send(admin, 'POST', '/v1/tax-rates', overlap)).status).toBe(201);
  expect((await send(manager, 'GET', '/v1/tax-rates?state=tx')).body.data).toHaveLength(2);
});

it('tiers follow the total ordered when somebody asks for it, in batches', async () => {
  const totals = { 'WC-001': '50000.01', 'WC-002': '50000', 'WC-003': '10000' };
  for (const [code, totalOrdered] of Object.entries(totals)) {
    await client().customer.updateMany({ where: { code }, data: { totalOrdered } });
  }
  expect((await send(manager, 'POST', '/v1/customers/tiers')).body).toEqual({ customers: 3, changed: 1 });
  expect((await send(manager, 'POST', '/v1/customers/tiers')).body).toEqual({ customers: 3, changed: 0 });
  expect(await send(rep, 'POST', '/v1/customers/tiers')).toEqual(problem(403, 'PERMISSION_MISSING'));
  const tiers = (await send(rep, 'GET', '/v1/customers?order=name')).body.data;
  expect(tiers.map((one: { code: string; tier: string }) => [one.code, one.tier]).sort()).toEqual([
    ['WC-001', 'premium'],
    ['WC-002', 'standard'],
    ['WC-003', 'basic'],
  ]);
});

it('newsletter and the figures of the night', async () => {
  const all = await twenty(() =>
    send(manager, 'PUT', '/v1/newsletter', { email: 'Reader@Example.com', status: 'SUBSCRIBED' }),
  );
  expect(new Set(all.map(({ status, body }) => `${status} ${body.id}`)).size).toBe(1);
  await send(manager, 'PUT', '/v1/newsletter', { email: 'reader@example.com', status: 'UNSUBSCRIBED' });
  const found = await send(manager, 'GET', '/v1/newsletter?status=UNSUBSCRIBED');
  expect(found.body.data).toMatchObject([{ email: 'reader@example.com' }]);
  expect(await send(rep, 'GET', '/v1/newsletter')).toEqual(problem(403, 'PERMISSION_MISSING'));
  for (const url of ['/v1/analytics/account-health', '/v1/analytics/sales-metrics']) {
    expect((await send(rep, 'GET', url)).body.data).toEqual([]);
    expect(await send(harbor, 'GET', url)).toEqual(problem(403, 'PERMISSION_MISSING'));
  }
});
