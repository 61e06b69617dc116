import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Api, type Login, openApi } from './open-api.ts';

const TENANT = 'bahinlink';
const HOUR = 3_600_000;

interface Agent {
  readonly id: string;
  readonly userId: string;
  readonly firstName: string;
  readonly lastName: string;
}
interface Site {
  readonly id: string;
  readonly code: string;
  readonly latitude: number;
  readonly longitude: number;
}

let api: Api;
let supervisor: Login;
let customer: Login;
let outsider: Login;
let agents: Agent[];
let lobby: Site;

beforeAll(async () => {
  api = await openApi();
  supervisor = await api.logIn('supervisor@bahinlink.com', TENANT);
  customer = await api.logIn('olivia.hart@hudson-tower.example', TENANT);
  outsider = await api.logIn('manager@wellcrafted.com');
  agents = (await send(supervisor, 'GET', '/v1/agents?limit=50')).body.data;
  const sites: Site[] = (await send(supervisor, 'GET', '/v1/sites')).body.data;
  lobby = sites.find(({ code }) => code === 'BL-S-001') as Site;
});
afterAll(() => api.close());

const send = async (login: Login | null, method: 'GET' | 'POST' | 'PATCH', url: string, body?: object) => {
  const response = await api.request(login, method, url, body);
  return { status: response.statusCode, body: response.body === '' ? null : response.json() };
};
const problem = (status: number, code: string) => ({
  status,
  body: expect.objectContaining({ status, code }),
});
const logInAs = ({ firstName, lastName }: Agent) =>
  api.logIn(`${firstName}.${lastName}@bahinlink.com`.toLowerCase(), TENANT);
const agentOf = (id: string) => agents.find((agent) => agent.id === id) as Agent;
const twenty = async (run: () => Promise<{ status: number }>) => {
  const statuses = (await Promise.all(Array.from({ length: 20 }, run))).map(({ status }) => status);
  return statuses.filter((status) => status < 300).length;
};

/** A shift at the lobby that begins in so many hours. */
async function planShift(inHours: number): Promise<string> {
  const start = Date.now() + inHours * HOUR;
  const { status, body } = await send(supervisor, 'POST', '/v1/shifts', {
    siteId: lobby.id,
    startTime: new Date(start).toISOString(),
    endTime: new Date(start + 8 * HOUR).toISOString(),
    requiredCertifications: ['GUARD_CARD'],
  });
  expect(status).toBe(201);
  return body.id;
}

/** A shift that begins in half an hour, and the agent that was chosen for it. */
async function assignedShift() {
  const shiftId = await planShift(0.5);
  const { body } = await send(supervisor, 'POST', `/v1/shifts/${shiftId}/assign`, {
    method: 'EMERGENCY_AUTO',
  });
  const agent = agentOf(body.agentId);
  return { shiftId, agent, login: await logInAs(agent) };
}

const at = (metresNorth: number) => ({
  latitude: lobby.latitude + metresNorth / 111_195,
  longitude: lobby.longitude,
});
const gps = (metresNorth: number) => ({
  proof: { method: 'GPS', position: { ...at(metresNorth), accuracy: 5 } },
});

describe('assignment', () => {
  it('chooses, and says why him and not another', async () => {
    const shiftId = await planShift(400);
    const candidates = await send(supervisor, 'GET', `/v1/shifts/${shiftId}/candidates`);
    const assigned = await send(supervisor, 'POST', `/v1/shifts/${shiftId}/assign`, {
      method: 'INTELLIGENT_AUTO',
    });
    expect(assigned.status).toBe(200);
    expect(assigned.body.reasons).toEqual(candidates.body.data);
    expect(assigned.body.agentId).toBe(candidates.body.data[0].agentId);
    expect(assigned.body.reasons).toHaveLength(12);
    expect(assigned.body.reasons[0].reasons[0]).toMatch(/^nearness .* km away$/);
    const shift = await send(supervisor, 'GET', `/v1/shifts/${shiftId}`);
    expect(shift.body).toMatchObject({
      agentId: assigned.body.agentId,
      assignment: { method: 'INTELLIGENT_AUTO' },
    });
  });

  it('is for who plans shifts, and for the own tenant', async () => {
    const shiftId = await planShift(420);
    const agent = await logInAs(agents[0] as Agent);
    const body = { method: 'AUTO' };
    for (const login of [agent, customer, outsider]) {
      expect(await send(login, 'POST', `/v1/shifts/${shiftId}/assign`, body)).toEqual(
        problem(403, 'PERMISSION_MISSING'),
      );
    }
    expect((await send(null, 'POST', `/v1/shifts/${shiftId}/assign`, body)).status).toBe(401);
    expect(await send(agent, 'GET', `/v1/shifts/${shiftId}`)).toEqual(problem(404, 'NOT_FOUND'));
  });
});

describe('attendance', () => {
  it('outside of the geofence: recorded, and the supervisor is told', async () => {
    const { shiftId, agent, login } = await assignedShift();
    expect((await send(login, 'POST', `/v1/shifts/${shiftId}/confirm`)).body).toMatchObject({
      status: 'CONFIRMED',
    });
    const clocked = await send(login, 'POST', `/v1/shifts/${shiftId}/clock-in`, gps(520));
    expect(clocked.body).toMatchObject({ status: 'CLOCKED_IN', validations: [{ isInside: false }] });
    const violations = await send(
      supervisor,
      'GET',
      `/v1/geofence-violations?agentId=${agent.id}&status=OPEN`,
    );
    const [violation] = violations.body.data;
    expect(violation.distance).toBeCloseTo(400, 0);
    const { user } = supervisor;
    const client = api.db.forTenant({ tenantId: user.tenantId });
    const told = await client.notification.findMany({ where: { userId: user.id, type: 'WARNING' } });
    expect(told.map(({ body }) => body)).toContain(
      'Clocked in 400 m beyond the border of Hudson Tower Lobby.',
    );
    const address = `/v1/geofence-violations/${violation.id}/acknowledge`;
    expect(await send(login, 'POST', address, {})).toEqual(problem(403, 'PERMISSION_MISSING'));
    expect((await send(supervisor, 'POST', address, {})).body).toMatchObject({ status: 'ACKNOWLEDGED' });
    const out = await send(login, 'POST', `/v1/shifts/${shiftId}/clock-out`, gps(0));
    expect(out.body).toMatchObject({ status: 'CLOCKED_OUT' });
    expect(
      (await send(customer, 'GET', '/v1/shifts?status=COMPLETED&limit=100')).body.data.length,
    ).toBeGreaterThan(1);
  });

  it('is the agent’s own; raced by twenty it happens once; a code must be of the site', async () => {
    const { shiftId, agent, login } = await assignedShift();
    const other = await logInAs(agents.find(({ id }) => id !== agent.id) as Agent);
    const address = `/v1/shifts/${shiftId}/clock-in`;
    expect(await send(other, 'POST', address, gps(0))).toEqual(problem(404, 'NOT_FOUND'));
    expect(await send(customer, 'POST', address, gps(0))).toEqual(problem(403, 'PERMISSION_MISSING'));
    const wrong = { proof: { method: 'QR_CODE', code: 'bl-newark-7-gate' } };
    expect(await send(login, 'POST', address, wrong)).toEqual(problem(422, 'PROOF_REFUSED'));
    const right = { proof: { method: 'QR_CODE', code: 'bl-hudson-lobby-1' } };
    expect(await twenty(() => send(login, 'POST', address, right))).toBe(1);
    const scan = await send(login, 'POST', '/v1/qr-code-scans', { code: 'bl-hudson-lobby-1', shiftId });
    expect(scan.body).toMatchObject({ result: 'VALID', siteId: lobby.id });
    expect((await send(login, 'GET', '/v1/attendance')).body.data[0]).toMatchObject({
      shiftId,
      agentId: agent.id,
    });
  });
});

it('positions are kept once, and found nearby', async () => {
  const agent = agents[3] as Agent;
  const login = await logInAs(agent);
  const positions = Array.from({ length: 200 }, (_, index) => ({
    ...at(index),
    id: randomUUID(),
    timestamp: new Date(Date.now() - (200 - index) * 1000).toISOString(),
  }));
  expect((await send(login, 'POST', '/v1/tracks', { positions })).body).toMatchObject({ stored: 200 });
  expect((await send(login, 'POST', '/v1/tracks', { positions })).body).toMatchObject({ stored: 0 });
  expect((await send(supervisor, 'POST', '/v1/tracks', { positions })).status).toBe(403);
  const period = `from=${new Date(Date.now() - HOUR).toISOString()}&to=${new Date(Date.now() + HOUR).toISOString()}`;
  expect((await send(supervisor, 'GET', `/v1/tracks/${agent.id}?${period}`)).body.data).toHaveLength(20);
  expect((await send(customer, 'GET', `/v1/tracks/${agent.id}?${period}`)).status).toBe(403);
  const place = `latitude=${lobby.latitude}&longitude=${lobby.longitude}`;
  const near = await send(supervisor, 'GET', `/v1/nearby?${place}&radius=5000`);
  expect(near.body.sites.map(({ code }: Site) => code)).toEqual(['BL-S-001', 'BL-S-002']);
  expect(near.body.agents).toMatchObject([{ id: agent.id }]);
  expect(await send(login, 'GET', `/v1/nearby?${place}`)).toEqual(problem(403, 'PERMISSION_MISSING'));
});

it('a report goes through its workflow, and each may do his part only', async () => {
  const author = await logInAs(agents[4] as Agent);
  const report = { siteId: lobby.id, reportType: 'PATROL', title: 'Round', body: 'Nothing' };
  expect((await send(customer, 'POST', '/v1/reports', report)).status).toBe(403);
  const { body: made } = await send(author, 'POST', '/v1/reports', report);
  const step = (login: Login, name: string, body: object = {}) =>
    send(login, 'POST', `/v1/reports/${made.id}/${name}`, name === 'decide' ? body : undefined);
  const approval = { decision: 'APPROVED' };
  expect(await step(supervisor, 'review')).toEqual(problem(409, 'STATE_ILLEGAL'));
  expect((await step(author, 'submit')).body).toMatchObject({ status: 'SUBMITTED' });
  expect(await step(author, 'review')).toEqual(problem(403, 'PERMISSION_MISSING'));
  await step(supervisor, 'review');
  expect(await send(customer, 'GET', `/v1/reports/${made.id}`)).toEqual(problem(404, 'NOT_FOUND'));
  expect(await twenty(() => step(supervisor, 'decide', approval))).toBe(1);
  expect((await send(customer, 'GET', `/v1/reports/${made.id}`)).body).toMatchObject({ status: 'APPROVED' });
  expect((await step(supervisor, 'archive')).body.steps).toHaveLength(4);
});

it('time off is asked for, approved by another, and keeps from being assigned', async () => {
  const agent = agents[5] as Agent;
  const login = await logInAs(agent);
  const day = (days: number) => new Date(Date.now() + days * 24 * HOUR).toISOString().slice(0, 10);
  const request = { timeOffType: 'VACATION', startsOn: day(40), endsOn: day(42) };
  expect(await twenty(() => send(login, 'POST', '/v1/time-off', request))).toBe(1);
  const { body: list } = await send(login, 'GET', '/v1/time-off');
  const address = `/v1/time-off/${list.data[0].id}/decide`;
  expect(await send(login, 'POST', address, { decision: 'APPROVED' })).toEqual(
    problem(403, 'PERMISSION_MISSING'),
  );
  expect(await twenty(() => send(supervisor, 'POST', address, { decision: 'APPROVED' }))).toBe(1);
  const shiftId = await planShift(41 * 24);
  const assign = await send(supervisor, 'POST', `/v1/shifts/${shiftId}/assign`, {
    method: 'MANUAL',
    agentId: agent.id,
  });
  expect(assign).toEqual(problem(409, 'AGENT_UNAVAILABLE'));
  expect(assign.body.detail).toContain('TIME_OFF');
});

it('clients ask, supervisors see to it; messages reach their reader', async () => {
  const asked = await send(customer, 'POST', '/v1/client-requests', {
    title: 'More light',
    siteId: lobby.id,
  });
  expect(asked.status).toBe(201);
  const step = (login: Login, body: object) =>
    send(login, 'POST', `/v1/client-requests/${asked.body.id}/steps`, body);
  const assignment = { status: 'ASSIGNED', assignedToId: agents[6]?.userId };
  expect((await step(customer, assignment)).status).toBe(403);
  expect(await step(supervisor, { status: 'CLOSED' })).toEqual(problem(409, 'STATE_ILLEGAL'));
  expect((await step(supervisor, assignment)).body).toMatchObject({ status: 'ASSIGNED' });

  const reader = await logInAs(agents[6] as Agent);
  const message = {
    recipientId: agents[6]?.userId,
    body: 'Please see to the light',
    idempotencyKey: 'light',
  };
  expect(await twenty(() => send(supervisor, 'POST', '/v1/messages', message))).toBe(20);
  const inbox = await send(reader, 'GET', '/v1/messages?unread=true');
  expect(inbox.body.data).toMatchObject([{ body: 'Please see to the light' }]);
  expect(
    (await send(reader, 'POST', `/v1/messages/${inbox.body.data[0].id}/read`)).body.readAt,
  ).not.toBeNull();
  expect((await send(outsider, 'GET', '/v1/messages')).status).toBe(403);
});
