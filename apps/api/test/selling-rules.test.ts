import { createUser } from '@org/domain';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Api, type Login, openApi } from './open-api.ts';
import { problem, sender } from './requests.ts';

let api: Api;
let manager: Login;
let rep: Login;
let harbor: Login;
let downtown: Login;
let outsider: Login;
/** Identifiers by code. */
let skus: Record<string, string>;
let customers: Record<string, string>;

beforeAll(async () => {
  api = await openApi();
  manager = await api.logIn('manager@wellcrafted.com');
  rep = await api.logIn('rep@wellcrafted.com');
  harbor = await api.logInPortal('elena@harborview-cellars.example');
  downtown = await api.logInPortal('marcus@downtown-wine.example');
  const { user } = await api.logIn('admin@bahinlink.com', 'bahinlink');
  const person = { name: 'Seller', email: 'seller@bahinlink.com', password: 'correct horse battery' };
  await createUser(api.db.forTenant({ tenantId: user.tenantId }), { ...person, roles: ['commerce:admin'] });
  const { email, password } = person;
  outsider = (await send(null, 'POST', '/auth/login', { tenant: 'bahinlink', email, password })).body;
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

describe('a portal user', () => {
  it("finds nothing of another customer's cart", async () => {
    const { id } = (await send(downtown, 'POST', '/v1/carts', {})).body;
    const item = `/v1/carts/${id}/items/${skus['WC-CAB-001-750']}`;
    expect(await send(harbor, 'GET', `/v1/carts/${id}`)).toEqual(problem(404, 'NOT_FOUND'));
    expect(await send(harbor, 'PUT', item, { quantity: 1 })).toEqual(problem(404, 'NOT_FOUND'));
    expect(await send(harbor, 'DELETE', item)).toEqual(problem(404, 'NOT_FOUND'));
    expect(await send(harbor, 'POST', `/v1/carts/${id}/checkout`, {})).toEqual(problem(404, 'NOT_FOUND'));
    expect(await send(harbor, 'DELETE', `/v1/carts/${id}`)).toEqual(problem(404, 'NOT_FOUND'));
    expect(await send(harbor, 'POST', '/v1/carts', { customerId: customers['WC-002'] })).toEqual(
      problem(404, 'NOT_FOUND'),
    );
  });
});

describe('another tenant', () => {
  it('gets empty lists, and can do nothing with a cursor of this one', async () => {
    for (const resource of ['orders', 'invoices', 'inventory', 'products', 'skus', 'customers']) {
      expect((await send(outsider, 'GET', `/v1/${resource}`)).body.data, resource).toEqual([]);
    }
    const { next } = (await send(manager, 'GET', '/v1/customers?limit=1')).body.page;
    const cursor = `/v1/customers?limit=1&cursor=${encodeURIComponent(next)}`;
    expect(await send(manager, 'GET', cursor)).toMatchObject({ status: 200 });
    expect(await send(outsider, 'GET', cursor)).toEqual(problem(400, 'CURSOR_INVALID'));
  });
});

describe('bad input', () => {
  it('is a problem that names the field, and changes nothing', async () => {
    const before = (await send(manager, 'GET', '/v1/orders?limit=100')).body;
    const line = { skuId: skus['WC-CAB-001-750'], quantity: 1 };
    const customerId = customers['WC-001'];
    const bad: [object, string][] = [
      [{}, 'customerId'],
      [{ customerId, lines: [] }, 'lines'],
      [{ customerId, lines: [{ ...line, quantity: -1 }] }, 'lines.0.quantity'],
      [{ customerId, lines: [{ ...line, quantity: '1.0001' }] }, 'lines.0.quantity'],
      [{ customerId: 'WC-001', lines: [line] }, 'customerId'],
      [{ customerId, lines: [line], notes: 'x'.repeat(2001) }, 'notes'],
    ];
    for (const [body, field] of bad) {
      const answer = await send(manager, 'POST', '/v1/orders', body);
      expect(answer).toEqual(problem(400, 'VALIDATION_FAILED'));
      expect(answer.body.errors.map((error: { field: string }) => error.field)).toContain(field);
    }
    const unknown = { customerId, lines: [line], total: '0.01' };
    expect(await send(manager, 'POST', '/v1/orders', unknown)).toEqual(problem(400, 'VALIDATION_FAILED'));
    const foreign = { customerId, lines: [{ skuId: customerId, quantity: 1 }] };
    expect(await send(manager, 'POST', '/v1/orders', foreign)).toEqual(problem(404, 'NOT_FOUND'));
    expect((await send(manager, 'GET', '/v1/orders?limit=100')).body).toEqual(before);
    expect(await send(manager, 'GET', '/v1/orders?stauts=PAID')).toEqual(problem(400, 'VALIDATION_FAILED'));
    expect(await send(manager, 'GET', '/v1/orders/1')).toEqual(problem(400, 'VALIDATION_FAILED'));
  });

  it('keys of header and body have to agree', async () => {
    const answer = await api.app.inject({
      method: 'POST',
      url: '/v1/orders',
      headers: { authorization: `Bearer ${manager.accessToken}`, 'idempotency-key': 'a' },
      body: {
        customerId: customers['WC-001'],
        lines: [{ skuId: skus['WC-CAB-001-750'], quantity: 1 }],
        idempotencyKey: 'b',
      },
    });
    expect(answer.json()).toMatchObject({ status: 400, code: 'VALIDATION_FAILED' });
  });
});

describe('products, stock and customers', () => {
  it('are added, changed and deleted by who may', async () => {
    const body = {
      code: 'WC-999',
      name: 'Test',
      state: 'ca',
      email: 'Office@Test.Example',
      creditLimit: 1000,
    };
    expect(await send(rep, 'POST', '/v1/customers', body)).toEqual(problem(403, 'PERMISSION_MISSING'));
    const created = await send(manager, 'POST', '/v1/customers', body);
    expect(created).toMatchObject({
      status: 201,
      body: { state: 'CA', email: 'office@test.example', creditLimit: '1000.00', totalOrdered: '0.00' },
    });
    expect(await send(manager, 'POST', '/v1/customers', body)).toEqual(problem(409, 'UNIQUE_VIOLATION'));
    const address = `/v1/customers/${created.body.id}`;
    expect((await send(manager, 'PATCH', address, { tier: 'premium', email: null })).body).toMatchObject({
      name: 'Test',
      tier: 'premium',
      email: null,
    });
    expect((await send(manager, 'DELETE', address)).status).toBe(204);
    expect(await send(manager, 'GET', address)).toEqual(problem(404, 'NOT_FOUND'));
    expect((await send(manager, 'POST', '/v1/customers', body)).status).toBe(201);
  });

  it('stock is counted, received, and never less than what is promised', async () => {
    const lines = [{ skuId: skus['WC-PINOT-001-750'], quantity: 12 }];
    await send(rep, 'POST', '/v1/orders', { customerId: customers['WC-003'], lines });
    const [row] = (await send(manager, 'GET', `/v1/inventory?skuId=${skus['WC-PINOT-001-750']}`)).body.data;
    expect(Number(row.reserved)).toBeGreaterThan(0);
    const address = `/v1/inventory/${row.id}`;
    expect((await send(manager, 'PATCH', address, { receive: 12 })).body.onHand).toBe(
      String(Number(row.onHand) + 12),
    );
    expect(await send(manager, 'PATCH', address, { onHand: 1 })).toEqual(problem(409, 'STATE_ILLEGAL'));
    expect(await send(manager, 'PATCH', address, { onHand: 1, receive: 1 })).toMatchObject({ status: 400 });
    expect((await send(manager, 'PATCH', address, { onHand: row.onHand })).body.onHand).toBe(row.onHand);
  });
});

describe('the list of carts', () => {
  it('comes in pages, and a cursor of another user is refused', async () => {
    for (const code of ['WC-001', 'WC-002', 'WC-003']) {
      await send(manager, 'POST', '/v1/carts', { customerId: customers[code] });
    }
    const first = await send(manager, 'GET', '/v1/carts?status=OPEN&limit=2');
    expect(first.body.data).toHaveLength(2);
    expect(first.body.page.next).toEqual(expect.any(String));
    const next = encodeURIComponent(first.body.page.next);
    expect((await send(manager, 'GET', `/v1/carts?status=OPEN&limit=2&cursor=${next}`)).status).toBe(200);
    expect(await send(harbor, 'GET', `/v1/carts?status=OPEN&limit=2&cursor=${next}`)).toMatchObject(
      problem(400, 'CURSOR_INVALID'),
    );
  });
});
