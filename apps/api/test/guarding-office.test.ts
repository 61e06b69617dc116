import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Api, type Login, openApi } from './open-api.ts';
import { problem, race, sender } from './requests.ts';

const TENANT = 'bahinlink';
const HOUR = 3_600_000;

let api: Api;
let admin: Login;
let supervisor: Login;
let customer: Login;
const send = sender(() => api);

beforeAll(async () => {
  api = await openApi();
  admin = await api.logIn('admin@bahinlink.com', TENANT);
  supervisor = await api.logIn('supervisor@bahinlink.com', TENANT);
  customer = await api.logIn('olivia.hart@hudson-tower.example', TENANT);
});
afterAll(() => api.close());

const db = () => api.db.forTenant({ tenantId: admin.user.tenantId });
const soon = (hours: number) => new Date(Date.now() + hours * HOUR).toISOString();
const plan = (siteId: string, inHours: number) =>
  send(supervisor, 'POST', '/v1/shifts', { siteId, startTime: soon(inHours), endTime: soon(inHours + 8) });

/** A user with the role AGENT who is an agent, logged in. */
async function hire(number: string) {
  const email = `agent-${number}@bahinlink.com`;
  const password = 'correct horse battery';
  const user = { name: `Agent ${number}`, email, password, roles: ['workforce:AGENT'] };
  const { id: userId } = (await send(admin, 'POST', '/v1/users', user)).body;
  const agent = {
    userId,
    employeeNumber: number,
    firstName: 'Nora',
    lastName: 'New',
    hireDate: '2026-01-05',
  };
  const made = await send(admin, 'POST', '/v1/agents', agent);
  const login = await send(null, 'POST', '/auth/login', { tenant: TENANT, email, password });
  return { made, agent, login: login.body as Login };
}

describe('agents', () => {
  it('are made of users, once, by the administrator; certified, and let go when nothing is ahead', async () => {
    const { made, agent } = await hire('N-1');
    expect(made).toMatchObject({ status: 201, body: { maxWeeklyHours: 40, home: null, certifications: [] } });
    expect(await race(() => send(admin, 'POST', '/v1/agents', agent))).toEqual({
      '409 UNIQUE_VIOLATION': 20,
    });
    expect(await send(supervisor, 'POST', '/v1/agents', agent)).toEqual(problem(403, 'PERMISSION_MISSING'));
    const url = `/v1/agents/${made.body.id}`;
    const home = { latitude: 40.7, longitude: -74 };
    expect((await send(admin, 'PATCH', url, { home, maxWeeklyHours: 20 })).body).toMatchObject({
      home,
      maxWeeklyHours: 20,
      firstName: 'Nora',
    });
    expect((await send(admin, 'PATCH', url, { home: null })).body.home).toBeNull();

    const card = { issuedOn: '2026-01-05', expiresOn: '2030-01-05' };
    const certification = `${url}/certifications/GUARD_CARD`;
    expect(await race(() => send(admin, 'PUT', certification, card))).toEqual({ 200: 20 });
    expect((await send(supervisor, 'GET', url)).body.certifications).toEqual([
      { code: 'GUARD_CARD', ...card },
    ]);
    const backwards = { issuedOn: '2026-01-05', expiresOn: '2025-01-05' };
    expect(await send(admin, 'PUT', certification, backwards)).toEqual(problem(400, 'VALIDATION_FAILED'));
    expect(await send(supervisor, 'DELETE', certification)).toEqual(problem(403, 'PERMISSION_MISSING'));

    const siteId = (await db().site.findFirstOrThrow()).id;
    const shift = (await plan(siteId, 600)).body.id;
    const assign = { method: 'MANUAL', agentId: made.body.id };
    expect((await send(supervisor, 'POST', `/v1/shifts/${shift}/assign`, assign)).status).toBe(200);
    const gone = { employmentStatus: 'TERMINATED' };
    expect(await send(admin, 'PATCH', url, gone)).toEqual(problem(409, 'STATE_ILLEGAL'));
    await send(supervisor, 'POST', `/v1/shifts/${shift}/unassign`);
    expect((await send(admin, 'PATCH', url, gone)).body).toMatchObject(gone);
    expect((await send(admin, 'DELETE', certification)).status).toBe(204);
    expect(await send(admin, 'DELETE', certification)).toEqual(problem(404, 'NOT_FOUND'));
  });

  it('let go and given shifts at the same moment: never both', async () => {
    const { made } = await hire('N-2');
    const siteId = (await db().site.findFirstOrThrow()).id;
    const shifts = await Promise.all(
      Array.from({ length: 19 }, (_, index) => plan(siteId, 2000 + index * 50)),
    );
    const body = { method: 'MANUAL', agentId: made.body.id };
    await race((index) =>
      index === 10
        ? send(admin, 'PATCH', `/v1/agents/${made.body.id}`, { employmentStatus: 'TERMINATED' })
        : send(supervisor, 'POST', `/v1/shifts/${shifts[index % 19]?.body.id}/assign`, body),
    );
    const { employmentStatus } = await db().agent.findFirstOrThrow({ where: { id: made.body.id } });
    const held = await db().shift.count({ where: { agentId: made.body.id } });
    expect(employmentStatus === 'TERMINATED' ? held : 0).toBe(0);
    expect(employmentStatus === 'TERMINATED' || held > 0).toBe(true);
  });
});

describe('breaks', () => {
  it('are taken and ended once, are not worked, and end with the shift', async () => {
    const { made, login } = await hire('N-3');
    const siteId = (await db().site.findFirstOrThrow()).id;
    const shiftId = (await plan(siteId, 0.5)).body.id;
    const url = `/v1/shifts/${shiftId}`;
    await send(supervisor, 'POST', `${url}/assign`, { method: 'MANUAL', agentId: made.body.id });
    expect(await send(login, 'POST', `${url}/break/start`)).toEqual(problem(409, 'STATE_ILLEGAL'));
    const proof = { method: 'MANUAL', agentId: made.body.id, note: 'First day' };
    await send(supervisor, 'POST', `${url}/clock-in`, { proof });
    expect(await send(supervisor, 'POST', `${url}/break/start`)).toEqual(problem(403, 'PERMISSION_MISSING'));
    expect(await race(() => send(login, 'POST', `${url}/break/start`))).toEqual({
      200: 1,
      '409 STATE_ILLEGAL': 19,
    });
    // An hour of work, half of it on a break.
    const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000);
    await db().attendance.updateMany({
      where: { shiftId },
      data: { clockInTime: ago(60), breakStartedAt: ago(20) },
    });
    expect(await race(() => send(login, 'POST', `${url}/break/end`))).toEqual({
      200: 1,
      '409 STATE_ILLEGAL': 19,
    });
    await send(login, 'POST', `${url}/break/start`);
    await db().attendance.updateMany({ where: { shiftId }, data: { breakStartedAt: ago(10) } });
    const out = (await send(supervisor, 'POST', `${url}/clock-out`, { proof })).body;
    expect(out).toMatchObject({ status: 'CLOCKED_OUT', breakStartedAt: null, workedMinutes: 30 });
    expect(out.breakSeconds).toBeGreaterThanOrEqual(1800);
    const steps = await db().auditLog.findMany({
      where: { entity: 'Attendance', entityId: out.id, actorId: login.user.id },
    });
    expect(steps).toHaveLength(3);
  });
});

it('clients and sites: added, changed, and closed when nothing is ahead', async () => {
  const body = { code: 'C-9', name: 'North Slope', contactEmail: 'Office@North.Example' };
  expect(await race(() => send(admin, 'POST', '/v1/clients', body))).toEqual({
    201: 1,
    '409 UNIQUE_VIOLATION': 19,
  });
  const [client] = (await send(supervisor, 'GET', '/v1/clients?order=-code&limit=1')).body.data;
  expect(client).toMatchObject({ code: 'C-9', status: 'ACTIVE', contactEmail: 'office@north.example' });
  expect(await send(supervisor, 'POST', '/v1/clients', body)).toEqual(problem(403, 'PERMISSION_MISSING'));
  expect(await send(customer, 'GET', '/v1/clients')).toEqual(problem(403, 'PERMISSION_MISSING'));
  const place = { clientId: client.id, code: 'S-9', name: 'Depot', latitude: 40.7, longitude: -74 };
  const made = await send(admin, 'POST', '/v1/sites', place);
  const site = `/v1/sites/${made.body.id}`;
  const corners = [
    [40.7, -74],
    [40.71, -74],
    [40.71, -74.01],
  ];
  expect((await send(admin, 'PATCH', site, { geofencePolygon: corners })).body.geofencePolygon).toEqual(
    corners,
  );
  const circle = { geofencePolygon: null, geofenceRadius: 50 };
  expect((await send(admin, 'PATCH', site, circle)).body).toMatchObject(circle);
  expect(await send(supervisor, 'PATCH', site, circle)).toEqual(problem(403, 'PERMISSION_MISSING'));

  // Twenty at once plan there and close it: nothing is ahead at a closed site.
  await race((index) =>
    index % 2 === 0 ? plan(made.body.id, 700 + index) : send(admin, 'PATCH', site, { status: 'CLOSED' }),
  );
  const { status } = await db().site.findFirstOrThrow({ where: { id: made.body.id } });
  const ahead = await db().shift.findMany({ where: { siteId: made.body.id } });
  expect(status === 'CLOSED' ? ahead.length : 0).toBe(0);
  expect(status === 'CLOSED' || ahead.length > 0).toBe(true);

  const url = `/v1/clients/${client.id}`;
  for (const { id } of ahead) await send(supervisor, 'POST', `/v1/shifts/${id}/cancel`);
  if (status !== 'CLOSED') {
    expect(await send(admin, 'PATCH', url, { status: 'TERMINATED' })).toEqual(problem(409, 'STATE_ILLEGAL'));
    await send(admin, 'PATCH', site, { status: 'CLOSED' });
  }
  expect((await send(admin, 'PATCH', url, { status: 'TERMINATED' })).body.status).toBe('TERMINATED');
  const another = { ...place, code: 'S-10' };
  expect(await send(admin, 'POST', '/v1/sites', another)).toEqual(problem(409, 'STATE_ILLEGAL'));
});

it('QR codes: made for a site, seen by who looks after it, and good for nothing once revoked', async () => {
  const siteId = (await db().site.findFirstOrThrow({ where: { status: 'ACTIVE' } })).id;
  const made = await send(admin, 'POST', '/v1/qr-codes', { siteId, label: 'Gate' });
  expect(made).toMatchObject({ status: 201, body: { label: 'Gate', revokedAt: null } });
  expect(made.body.code).toMatch(/^[\w-]{22}$/);
  expect(await send(supervisor, 'GET', '/v1/qr-codes')).toEqual(problem(403, 'PERMISSION_MISSING'));
  const { login } = await hire('N-4');
  const scan = () => send(login, 'POST', '/v1/qr-code-scans', { code: made.body.code });
  expect((await scan()).body).toMatchObject({ result: 'VALID', siteId });
  const url = `/v1/qr-codes/${made.body.id}/revoke`;
  const first = (await send(admin, 'POST', url)).body.revokedAt;
  expect((await send(admin, 'POST', url)).body.revokedAt).toBe(first);
  expect((await scan()).body).toMatchObject({ result: 'REVOKED', siteId: null });
  const audit = await db().auditLog.findMany({ where: { entity: 'QrCode', entityId: made.body.id } });
  expect(audit).toHaveLength(2);
  expect(JSON.stringify(audit)).not.toContain(made.body.code);
});

it('report templates: what they ask has to be answered; a client sees its own and those for all', async () => {
  const mine = await db().client.findFirstOrThrow({ where: { userId: customer.user.id } });
  const other = await db().client.findFirstOrThrow({ where: { userId: { not: customer.user.id } } });
  const fields = [{ key: 'doors', label: 'Are all doors locked?', required: true }];
  const template = (name: string, clientId: string | null) => ({
    name,
    reportType: 'INSPECTION',
    clientId,
    fields,
  });
  const made = await send(supervisor, 'POST', '/v1/report-templates', template('Doors', mine.id));
  expect(made).toMatchObject({ status: 201, body: { fields, requiredMedia: [], isActive: true } });
  await send(supervisor, 'POST', '/v1/report-templates', template('Others', other.id));
  const twice = { ...template('Twice', null), fields: [...fields, ...fields] };
  expect(await send(supervisor, 'POST', '/v1/report-templates', twice)).toEqual(
    problem(400, 'VALIDATION_FAILED'),
  );
  expect(await send(customer, 'POST', '/v1/report-templates', twice)).toEqual(
    problem(403, 'PERMISSION_MISSING'),
  );
  const seen = (await send(customer, 'GET', '/v1/report-templates?limit=100')).body.data;
  const names = seen.map(({ name }: { name: string }) => name);
  expect(names).toContain('Doors');
  expect(names).not.toContain('Others');

  const { login } = await hire('N-5');
  const { id: siteId } = await db().site.findFirstOrThrow({ where: { clientId: mine.id } });
  const report = { siteId, reportType: 'INSPECTION', title: 'Round', templateId: made.body.id };
  const { id } = (await send(login, 'POST', '/v1/reports', report)).body;
  expect((await send(login, 'POST', `/v1/reports/${id}/submit`)).status).toBeGreaterThanOrEqual(400);
  await send(login, 'PATCH', `/v1/reports/${id}`, { answers: { doors: 'yes' } });
  expect((await send(login, 'POST', `/v1/reports/${id}/submit`)).status).toBe(200);
  const url = `/v1/report-templates/${made.body.id}`;
  expect((await send(supervisor, 'PATCH', url, { isActive: false })).body.isActive).toBe(false);
  expect(await send(login, 'POST', '/v1/reports', report)).toEqual(problem(404, 'NOT_FOUND'));
});
