import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Api, type Login, openApi } from './open-api.ts';
import { problem, race, sender, twenty } from './requests.ts';

const TENANT = 'bahinlink';
const HOUR = 3_600_000;

let api: Api;
let supervisor: Login;
let customer: Login;
let agents: { id: string; userId: string; firstName: string; lastName: string }[];
let lobby: { id: string; latitude: number; longitude: number };
const send = sender(() => api);

beforeAll(async () => {
  api = await openApi();
  supervisor = await api.logIn('supervisor@bahinlink.com', TENANT);
  customer = await api.logIn('olivia.hart@hudson-tower.example', TENANT);
  agents = (await send(supervisor, 'GET', '/v1/agents?limit=50')).body.data;
  const sites = (await send(supervisor, 'GET', '/v1/sites')).body.data;
  lobby = sites.find(({ code }: { code: string }) => code === 'BL-S-001');
});
afterAll(() => api.close());

const client = () => api.db.forTenant({ tenantId: supervisor.user.tenantId });
const logInAs = (id: string | undefined) => {
  const agent = agents.find((one) => one.id === id);
  return api.logIn(`${agent?.firstName}.${agent?.lastName}@bahinlink.com`.toLowerCase(), TENANT);
};

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

/** A shift that begins in half an hour, with the agent that was chosen for it. */
async function assignedShift() {
  const id = await planShift(0.5);
  const { body } = await send(supervisor, 'POST', `/v1/shifts/${id}/assign`, { method: 'EMERGENCY_AUTO' });
  return { url: `/v1/shifts/${id}`, id, agentId: body.agentId as string, login: await logInAs(body.agentId) };
}

describe('assignment', () => {
  it.each(['AUTO', 'INTELLIGENT_AUTO', 'EMERGENCY_AUTO'])('%s: one shift is given once', async (method) => {
    const inHours = { AUTO: 500, INTELLIGENT_AUTO: 700, EMERGENCY_AUTO: 900 }[method] ?? 0;
    const shiftId = await planShift(inHours);
    const tally = await race(() => send(supervisor, 'POST', `/v1/shifts/${shiftId}/assign`, { method }));
    expect(tally).toEqual({ 200: 1, '409 STATE_ILLEGAL': 19 });
    expect(await client().shiftAssignment.count({ where: { shiftId, endedAt: null } })).toBe(1);
  });

  it('MANUAL: of twenty shifts at the same hour an agent gets one', async () => {
    const shifts = await Promise.all(Array.from({ length: 20 }, () => planShift(1100)));
    const agentId = agents[1]?.id;
    const tally = await race((index) =>
      send(supervisor, 'POST', `/v1/shifts/${shifts[index]}/assign`, { method: 'MANUAL', agentId }),
    );
    expect(tally).toEqual({ 200: 1, '409 AGENT_UNAVAILABLE': 19 });
    expect(await client().shift.count({ where: { id: { in: shifts }, agentId: agentId ?? '' } })).toBe(1);
  });

  it('of twelve agents twenty shifts at the same hour get twelve', async () => {
    const shifts = await Promise.all(Array.from({ length: 20 }, () => planShift(1300)));
    const tally = await race((index) =>
      send(supervisor, 'POST', `/v1/shifts/${shifts[index]}/assign`, { method: 'EMERGENCY_AUTO' }),
    );
    const held = await client().shift.findMany({ where: { id: { in: shifts }, agentId: { not: null } } });
    expect(tally).toEqual({ 200: held.length, '409 NO_AGENT_AVAILABLE': 20 - held.length });
    expect(new Set(held.map(({ agentId }) => agentId)).size).toBe(held.length);
  });
});

it('clocking in and out: once each, by NFC, and what was worked is one attendance', async () => {
  const { url, id, login } = await assignedShift();
  const tagId = (await client().site.findFirstOrThrow({ where: { id: lobby.id } })).nfcTagId ?? '';
  const proof = { method: 'NFC', tagId };
  const wrong = { proof: { method: 'NFC', tagId: 'another' } };
  expect(await send(login, 'POST', `${url}/clock-in`, wrong)).toEqual(problem(422, 'PROOF_REFUSED'));
  for (const step of ['clock-in', 'clock-out']) {
    const tally = await race(() => send(login, 'POST', `${url}/${step}`, { proof }));
    expect(tally, step).toEqual({ 200: 1, '409 STATE_ILLEGAL': 19 });
  }
  expect(await client().attendance.findMany({ where: { shiftId: id } })).toMatchObject([
    { status: 'CLOCKED_OUT', clockInMethod: 'NFC', clockOutMethod: 'NFC' },
  ]);
});

it('by hand: for who plans shifts, and once', async () => {
  const { url, agentId, login } = await assignedShift();
  const proof = { method: 'MANUAL', agentId, note: 'The phone is broken' };
  expect(await send(login, 'POST', `${url}/clock-in`, { proof })).toEqual(problem(403, 'PERMISSION_MISSING'));
  const tally = await race(() => send(supervisor, 'POST', `${url}/clock-in`, { proof }));
  expect(tally).toEqual({ 200: 1, '409 STATE_ILLEGAL': 19 });
});

it('a violation: acknowledged once', async () => {
  const { url, agentId, login } = await assignedShift();
  const position = { latitude: lobby.latitude + 0.01, longitude: lobby.longitude, accuracy: 5 };
  await send(login, 'POST', `${url}/clock-in`, { proof: { method: 'GPS', position } });
  const list = await send(supervisor, 'GET', `/v1/geofence-violations?agentId=${agentId}&status=OPEN`);
  const address = `/v1/geofence-violations/${list.body.data[0].id}/acknowledge`;
  const tally = await race(() => send(supervisor, 'POST', address, {}));
  expect(tally).toEqual({ 200: 1, '409 STATE_ILLEGAL': 19 });
});

it('a batch of positions: kept once, though twenty send it', async () => {
  const agent = agents[3];
  const login = await logInAs(agent?.id);
  const positions = Array.from({ length: 50 }, (_, index) => ({
    id: randomUUID(),
    latitude: lobby.latitude,
    longitude: lobby.longitude,
    timestamp: new Date(Date.now() - (50 - index) * 1000).toISOString(),
  }));
  const answers = await twenty(() => send(login, 'POST', '/v1/tracks', { positions }));
  expect(answers.reduce((sum, { body }) => sum + body.stored, 0)).toBe(50);
  expect(await client().locationTracking.count({ where: { agentId: agent?.id ?? '' } })).toBe(50);
});

it('a report: each step is taken once, and recorded once', async () => {
  const author = await logInAs(agents[4]?.id);
  const report = { siteId: lobby.id, reportType: 'PATROL', title: 'Round', body: 'Nothing' };
  const { id } = (await send(author, 'POST', '/v1/reports', report)).body;
  const steps: [Login, string, object?][] = [
    [author, 'submit'],
    [supervisor, 'review'],
    [supervisor, 'decide', { decision: 'REJECTED', comment: 'What of the gate?' }],
    [author, 'reopen'],
  ];
  for (const [login, step, body] of steps) {
    const tally = await race(() => send(login, 'POST', `/v1/reports/${id}/${step}`, body));
    expect(tally, step).toEqual({ 200: 1, '409 STATE_ILLEGAL': 19 });
  }
  expect(await client().reportWorkflow.count({ where: { reportId: id } })).toBe(4);
});

it('time off: asked for once, decided once', async () => {
  const login = await logInAs(agents[5]?.id);
  const day = (days: number) => new Date(Date.now() + days * 24 * HOUR).toISOString().slice(0, 10);
  const request = { timeOffType: 'VACATION', startsOn: day(40), endsOn: day(42) };
  const asked = await race(() => send(login, 'POST', '/v1/time-off', request));
  expect(asked[201]).toBe(1);
  expect(Object.keys(asked).filter((key) => key !== '201' && !key.startsWith('409'))).toEqual([]);
  const { id } = (await send(login, 'GET', '/v1/time-off')).body.data[0];
  const tally = await race((index) =>
    send(supervisor, 'POST', `/v1/time-off/${id}/decide`, {
      decision: index % 2 === 0 ? 'APPROVED' : 'REJECTED',
    }),
  );
  expect(tally).toEqual({ 200: 1, '409 STATE_ILLEGAL': 19 });
});

it('a client’s request: made once by its key, begun once, resolved once', async () => {
  const request = { title: 'More light', siteId: lobby.id, idempotencyKey: 'light' };
  const made = await twenty(() => send(customer, 'POST', '/v1/client-requests', request));
  expect(new Set(made.map(({ status, body }) => `${status} ${body.id}`)).size).toBe(1);
  const url = `/v1/client-requests/${made[0]?.body.id}/steps`;
  await send(supervisor, 'POST', url, { status: 'ASSIGNED', assignedToId: agents[6]?.userId });
  for (const step of [{ status: 'IN_PROGRESS' }, { status: 'RESOLVED', resolution: 'A lamp' }]) {
    const tally = await race(() => send(supervisor, 'POST', url, step));
    expect(tally, step.status).toEqual({ 200: 1, '409 STATE_ILLEGAL': 19 });
  }
  const told = await client().notification.count({ where: { title: 'Resolved: More light' } });
  expect(told).toBe(1);
});
