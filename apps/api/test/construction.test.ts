import { detectVariance } from '@org/domain';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Api, type Login, openApi } from './open-api.ts';

let api: Api;
let admin: Login;
let estimator: Login;
let purchaser: Login;
let viewer: Login;
let outsider: Login;

type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE';
const at = (path: string) => `/v1/construction${path}`;

const send = async (login: Login | null, method: Method, path: string, body?: object) => {
  const response = await api.request(login, method, at(path), body);
  return { status: response.statusCode, body: response.body === '' ? null : response.json() };
};
const problem = (status: number, code: string) => ({
  status,
  body: expect.objectContaining({ status, code }),
});

/** What twenty callers at once are told: how often each status. */
const race = async (login: Login, path: string, body: object = {}) => {
  const answers = await Promise.all(Array.from({ length: 20 }, () => send(login, 'POST', path, body)));
  const tally: Record<string, number> = {};
  for (const { status } of answers) tally[status] = (tally[status] ?? 0) + 1;
  return tally;
};
const find = async (path: string, match: Readonly<Record<string, unknown>> = {}) => {
  const { body } = await send(viewer, 'GET', path);
  return body.data.find((row: Record<string, unknown>) =>
    Object.entries(match).every(([key, value]) => row[key] === value),
  );
};

async function hire(role: string): Promise<Login> {
  const email = `${role.toLowerCase()}@summit-homes.com`;
  const password = 'correct horse battery';
  const user = { name: role, email, password, roles: [`construction:${role}`] };
  const made = await api.request(admin, 'POST', '/v1/users', user);
  expect(made.statusCode, made.body).toBe(201);
  const login = await api.app.inject({
    method: 'POST',
    url: '/auth/login',
    body: { tenant: 'summit-homes', email, password },
  });
  expect(login.statusCode, login.body).toBe(200);
  return login.json<Login>();
}

beforeAll(async () => {
  api = await openApi();
  admin = await api.logIn('admin@summit-homes.com', 'summit-homes');
  estimator = await hire('ESTIMATOR');
  purchaser = await hire('PURCHASER');
  viewer = await hire('VIEWER');
  outsider = await api.logIn('admin@bahinlink.com', 'bahinlink');
});
afterAll(() => api?.close());

it('shows the seeded builder: the takeoff of its first job is ordered, received, and adds up', async () => {
  const job = await find('/jobs', { code: 'SH-JOB-001' });
  const takeoff = await find(`/takeoffs?jobId=${job.id}`);
  expect(takeoff).toMatchObject({ number: 'TO-00000001', status: 'APPROVED' });
  const { body } = await send(viewer, 'GET', `/purchase-orders?takeoffId=${takeoff.id}`);
  expect(body.data.map((order: { status: string }) => order.status)).toEqual(Array(4).fill('RECEIVED'));
  const cents = body.data.reduce(
    (sum: number, order: { total: string }) => sum + Math.round(Number(order.total) * 100),
    0,
  );
  expect((cents / 100).toFixed(2)).toBe(takeoff.total);
});

describe('from a job to received purchase orders', () => {
  let jobId: string;
  let takeoffId: string;

  it('draws the takeoff of a job, once, for who may', async () => {
    jobId = (await find('/jobs', { code: 'SH-JOB-004' })).id;
    expect(await send(viewer, 'POST', '/takeoffs', { jobId })).toEqual(problem(403, 'PERMISSION_MISSING'));
    expect(await send(null, 'POST', '/takeoffs', { jobId })).toEqual(problem(401, 'TOKEN_MISSING'));
    expect(await send(outsider, 'POST', '/takeoffs', { jobId })).toEqual(problem(403, 'PERMISSION_MISSING'));
    expect(await race(estimator, '/takeoffs', { jobId })).toEqual({ 201: 1, 409: 19 });
    const drawn = await find(`/takeoffs?jobId=${jobId}`);
    expect(drawn).toMatchObject({ status: 'DRAFT' });
    takeoffId = drawn.id;
    const { body } = await send(viewer, 'GET', `/takeoffs/${takeoffId}`);
    const cost = (sku: string) =>
      body.lines.find((line: { materialSku: string }) => line.materialSku === sku);
    // Cascade's own price; its tier takes 7.5 percent off the rest.
    expect(cost('ROF-SHINGLE')).toMatchObject({ priceBasis: 'CUSTOMER', unitCost: '89.9000' });
    expect(cost('LBR-2X10-12')).toMatchObject({ source: 'OPTION', priceBasis: 'TIER', baseQuantity: '22' });
    const cents = body.lines.reduce(
      (sum: number, line: { extendedCost: string }) => sum + Math.round(Number(line.extendedCost) * 100),
      0,
    );
    expect(body.total).toBe((cents / 100).toFixed(2));
  });

  it('repeats the answer to who repeats a request with its key', async () => {
    const { body: lot } = await send(estimator, 'POST', '/lots', {
      communityId: (await find('/communities')).id,
      number: '900',
    });
    const seeded = (await send(viewer, 'GET', `/jobs/${jobId}`)).body;
    const { body: job } = await send(estimator, 'POST', '/jobs', {
      code: 'HTTP-1',
      lotId: lot.id,
      planId: seeded.planId,
      elevationId: seeded.elevationId,
      customerId: seeded.customerId,
    });
    const request = { jobId: job.id, idempotencyKey: 'takeoff-900' };
    expect(await race(estimator, '/takeoffs', request)).toEqual({ 201: 20 });
    expect((await send(viewer, 'GET', `/takeoffs?jobId=${job.id}`)).body.data).toHaveLength(1);
    const other = { ...request, jobId };
    expect(await send(estimator, 'POST', '/takeoffs', other)).toEqual(problem(409, 'IDEMPOTENCY_KEY_REUSED'));
  });

  it('finds what is wrong, lets it be corrected, and approves what is right', async () => {
    const takeoff = `/takeoffs/${takeoffId}`;
    const vendor = await find('/vendors');
    const { body: odd } = await send(purchaser, 'POST', '/materials', {
      vendorId: vendor.id,
      sku: 'ODD',
      name: 'Odd',
      category: 'HARDWARE',
      unit: 'EA',
    });
    expect(await send(estimator, 'POST', '/materials', { sku: 'X' })).toEqual(
      problem(403, 'PERMISSION_MISSING'),
    );
    await send(estimator, 'POST', `${takeoff}/submit`);
    const added = await send(estimator, 'POST', `${takeoff}/lines`, { materialId: odd.id, quantity: 3 });
    const line = added.body.lines.at(-1);
    const checked = await send(estimator, 'POST', `${takeoff}/validate`);
    expect(checked.body).toMatchObject({ status: 'SUBMITTED' });
    expect(checked.body.validations).toMatchObject([
      { rule: 'PRICE_MISSING', lineItemId: line.id, severity: 'ERROR' },
    ]);
    expect(await send(purchaser, 'POST', `${takeoff}/approve`)).toEqual(problem(409, 'STATE_ILLEGAL'));
    const resolve = `${takeoff}/validations/${checked.body.validations[0].id}/resolve`;
    expect(await send(estimator, 'POST', resolve, { resolution: 'free' })).toEqual(
      problem(409, 'STATE_ILLEGAL'),
    );
    await send(estimator, 'PATCH', `${takeoff}/lines/${line.id}`, { unitCost: '0.3333' });
    expect((await send(estimator, 'POST', `${takeoff}/validate`)).body.status).toBe('VALIDATED');
    expect(await send(estimator, 'POST', `${takeoff}/approve`)).toEqual(problem(403, 'PERMISSION_MISSING'));
    expect(await race(purchaser, `${takeoff}/approve`)).toEqual({ 200: 1, 409: 19 });
  });

  it('makes one purchase order a vendor, once, and follows each to its receipt', async () => {
    const order = `/takeoffs/${takeoffId}/order`;
    expect(await send(estimator, 'POST', order, {})).toEqual(problem(403, 'PERMISSION_MISSING'));
    expect(await race(purchaser, order)).toEqual({ 201: 1, 409: 19 });
    const { body } = await send(viewer, 'GET', `/purchase-orders?takeoffId=${takeoffId}`);
    expect(new Set(body.data.map((one: { vendorId: string }) => one.vendorId)).size).toBe(body.data.length);
    expect(body.data).toHaveLength(4);
    const one = `/purchase-orders/${body.data[0].id}`;
    expect((await send(purchaser, 'POST', `${one}/acknowledge`, {})).body.status).toBe('ACKNOWLEDGED');
    expect(await send(viewer, 'POST', `${one}/receive`, {})).toEqual(problem(403, 'PERMISSION_MISSING'));
    expect(await race(purchaser, `${one}/receive`)).toEqual({ 200: 1, 409: 19 });
    expect(await send(purchaser, 'POST', `${one}/cancel`)).toEqual(problem(409, 'STATE_ILLEGAL'));
    expect(await send(outsider, 'GET', one)).toEqual(problem(403, 'PERMISSION_MISSING'));
  });
});

it('prices lumber by a week of the index, once however often it comes', async () => {
  const material = await find('/materials?q=LBR-2X4-8', { sku: 'LBR-2X4-8' });
  const { species, grade, size, region } = material;
  const week = { weekOf: '2031-01-08', prices: [{ species, grade, size, region, pricePerMbf: '500' }] };
  expect(await send(viewer, 'POST', '/lumber-index', week)).toEqual(problem(403, 'PERMISSION_MISSING'));
  expect(await race(purchaser, '/lumber-index', week)).toEqual({ 200: 20 });
  expect((await send(viewer, 'GET', `/materials/${material.id}`)).body.currentCost).toBe('2.6667');
  const { body } = await send(viewer, 'GET', `/materials/${material.id}/prices?limit=2`);
  expect(body.data).toMatchObject([
    { unitCost: '2.6667', source: 'RANDOM_LENGTHS', validFrom: '2031-01-06', validTo: null },
    { validTo: '2031-01-05' },
  ]);
  expect(body.page.next).not.toBeNull();
  const index = await send(viewer, 'GET', '/lumber-index?size=2x4&limit=1');
  expect(index.body.data).toMatchObject([{ species, size, pricePerMbf: '500.0000', weekOf: '2031-01-06' }]);
});

it('learns from finished jobs: a review that is accepted once corrects the template', async () => {
  const client = api.db.forTenant({ tenantId: admin.user.tenantId });
  const seeded = await find('/jobs', { code: 'SH-JOB-004' });
  const community = await find('/communities');
  for (const share of ['1.10', '1.11', '1.12']) {
    const { body: lot } = await send(admin, 'POST', '/lots', {
      communityId: community.id,
      number: `V-${share}`,
    });
    const { body: job } = await send(admin, 'POST', '/jobs', {
      code: `VAR-${share}`,
      lotId: lot.id,
      planId: seeded.planId,
      elevationId: seeded.elevationId,
      customerId: seeded.customerId,
    });
    const { body: takeoff } = await send(admin, 'POST', '/takeoffs', { jobId: job.id });
    for (const step of ['submit', 'validate', 'approve'])
      await send(admin, 'POST', `/takeoffs/${takeoff.id}/${step}`);
    await send(admin, 'POST', `/jobs/${job.id}/start`);
    const line = takeoff.lines.find((one: { materialSku: string }) => one.materialSku === 'DRY-12');
    const used = [{ takeoffLineId: line.id, quantity: (Number(line.quantity) * Number(share)).toFixed(3) }];
    expect((await send(admin, 'POST', `/jobs/${job.id}/complete`, { used })).body.status).toBe('COMPLETED');
  }
  expect(await detectVariance(client)).toEqual({ patterns: 1, reviews: 1 });
  const review = await find('/variance-reviews?status=PENDING');
  expect(review).toMatchObject({ mean: '0.11', sampleSize: 3, pattern: { scope: 'PLAN' } });
  const { body: patterns } = await send(viewer, 'GET', '/variance-patterns?isActive=true');
  expect(patterns.data).toEqual([review.pattern]);
  const item = `/template-items/${review.pattern.templateItemId}`;
  const before = Number((await send(viewer, 'GET', item)).body.quantity);
  const accept = `/variance-reviews/${review.id}/accept`;
  expect(await send(purchaser, 'POST', accept, {})).toEqual(problem(403, 'PERMISSION_MISSING'));
  expect(await race(estimator, accept)).toEqual({ 200: 1, 409: 19 });
  expect((await send(viewer, 'GET', item)).body.quantity).toBe(String(Math.round(before * 1110) / 1000));
  const told = await client.auditLog.findFirst({ where: { action: 'variance_accepted' } });
  expect(told).toMatchObject({ actorId: estimator.user.id, payload: { reviewId: review.id } });
});

describe('master data', () => {
  it('is added, found, changed and deleted by who may', async () => {
    const body = { code: 'H-1', name: 'Harbor Homes', email: 'A@harbor.example' };
    expect(await send(viewer, 'POST', '/customers', body)).toEqual(problem(403, 'PERMISSION_MISSING'));
    const made = await send(estimator, 'POST', '/customers', body);
    expect(made).toMatchObject({
      status: 201,
      body: { code: 'H-1', email: 'a@harbor.example', isActive: true },
    });
    expect(await send(estimator, 'POST', '/customers', { ...body, email: null })).toEqual(
      problem(409, 'UNIQUE_VIOLATION'),
    );
    expect(await send(estimator, 'POST', '/customers', { ...body, colour: 'red' })).toEqual(
      problem(400, 'VALIDATION_FAILED'),
    );
    const one = `/customers/${made.body.id}`;
    expect((await send(estimator, 'PATCH', one, { isActive: false })).body).toEqual({
      ...made.body,
      isActive: false,
    });
    expect((await send(viewer, 'GET', '/customers?isActive=false')).body.data).toHaveLength(1);
    expect(await send(viewer, 'GET', '/customers?colour=red')).toEqual(problem(400, 'VALIDATION_FAILED'));
    const tier = {
      customerId: made.body.id,
      tier: 'VOLUME',
      adjustmentPercent: '-5',
      validFrom: '2026-01-01',
    };
    expect((await send(estimator, 'POST', '/pricing-tiers', tier)).status).toBe(201);
    expect(await send(estimator, 'POST', '/pricing-tiers', tier)).toMatchObject({ status: 409 });
    expect((await send(estimator, 'DELETE', one)).status).toBe(204);
    expect(await send(viewer, 'GET', one)).toEqual(problem(404, 'NOT_FOUND'));
  });

  it('of one tenant is nothing to another’s', async () => {
    const vendor = await find('/vendors');
    const db = api.db.forTenant({ tenantId: outsider.user.tenantId });
    expect(await db.vendor.findFirst({ where: { id: vendor.id } })).toBeNull();
    expect(await send(outsider, 'GET', `/vendors/${vendor.id}`)).toEqual(problem(403, 'PERMISSION_MISSING'));
  });
});

it('describes all of it', async () => {
  const { paths } = (await api.app.inject({ method: 'GET', url: '/openapi.json' })).json();
  const ours = Object.keys(paths).filter((path) => path.startsWith('/v1/construction'));
  expect(ours).toEqual(
    expect.arrayContaining(
      [
        '/takeoffs/{id}/order',
        '/lumber-index',
        '/purchase-orders/{id}/receive',
        '/variance-reviews/{id}/accept',
      ].map(at),
    ),
  );
});
