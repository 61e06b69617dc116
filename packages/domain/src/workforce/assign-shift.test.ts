import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createGuards, type Guard, type Guards, northOfSite } from '../../test/guards.ts';
import { codeOf } from '../../test/shop.ts';
import { assignShift } from './assign-shift.ts';
import { createShift } from './create-shift.ts';
import { decideTimeOff } from './decide-time-off.ts';
import { requestTimeOff } from './request-time-off.ts';
import { unassignShift } from './unassign-shift.ts';

let guards: Guards;
beforeAll(async () => {
  guards = await createGuards();
});
afterAll(() => guards.close());

const assign = (
  shiftId: string,
  method: 'AUTO' | 'INTELLIGENT_AUTO' | 'EMERGENCY_AUTO',
  extra: object = {},
) => assignShift(guards.client, { shiftId, method, actorId: guards.supervisor.userId, ...extra });
const assignTo = (shiftId: string, agentId: string, extra: object = {}) =>
  assignShift(guards.client, {
    shiftId,
    method: 'MANUAL',
    agentId,
    actorId: guards.supervisor.userId,
    ...extra,
  });

describe('the four methods', () => {
  test('INTELLIGENT_AUTO takes the best, keeps why, and tells the agent', async () => {
    const far = await guards.addAgent({ homeLatitude: northOfSite(30_000).latitude });
    const near = await guards.addAgent();
    await guards.client.agentCertification.createMany({
      data: [far, near].map(({ agentId }) => ({ agentId, code: 'K9', issuedOn: new Date('2020-01-01') })),
    });
    const lapsed = await guards.addAgent();
    await guards.client.agentCertification.create({
      data: {
        agentId: lapsed.agentId,
        code: 'K9',
        issuedOn: new Date('2020-01-01'),
        expiresOn: new Date('2021-01-01'),
      },
    });
    const shiftId = await guards.addShift({ inHours: 100, data: { requiredCertifications: ['K9'] } });
    const assignment = await assign(shiftId, 'INTELLIGENT_AUTO');
    expect(assignment.agentId).toBe(near.agentId);
    expect(assignment.reasons.map(({ agentId, rank }) => [agentId, rank])).toEqual([
      [near.agentId, 1],
      [far.agentId, 2],
      [lapsed.agentId, null],
    ]);
    expect(assignment.reasons[2]?.reasons).toEqual(['CERTIFICATION: lacks K9']);
    expect(await guards.client.notification.count({ where: { userId: near.userId } })).toBe(1);
    expect(await codeOf(assign(shiftId, 'AUTO'))).toBe('STATE_ILLEGAL');
  });

  test('MANUAL takes who is named, and refuses what is impossible with its reason', async () => {
    const { agentId } = await guards.addAgent();
    const first = await guards.addShift({ inHours: 200 });
    await assignTo(first, agentId);
    const overlapping = await guards.addShift({ inHours: 204 });
    const attempt = assignTo(overlapping, agentId);
    await expect(attempt).rejects.toMatchObject({ code: 'AGENT_UNAVAILABLE', status: 409 });
    await expect(attempt).rejects.toThrow('OVERLAP');
    // Less rest than he should have: a person has decided, and it is noted.
    const soon = await guards.addShift({ inHours: 210 });
    expect((await assignTo(soon, agentId)).reasons[0]?.reasons[0]).toMatch(
      'relaxed: REST_HOURS: would rest 2 h of 8 h',
    );
  });

  test('EMERGENCY_AUTO takes the tired where AUTO takes nobody', async () => {
    const { agentId } = await guards.addAgent();
    const code = 'EOD';
    await guards.client.agentCertification.create({
      data: { agentId, code, issuedOn: new Date('2020-01-01') },
    });
    await guards.addShift({ inHours: 300, agentId });
    const data = { requiredCertifications: [code] };
    const soon = await guards.addShift({ inHours: 309, data });
    expect(await codeOf(assign(soon, 'AUTO'))).toBe('NO_AGENT_AVAILABLE');
    expect(await codeOf(assign(soon, 'INTELLIGENT_AUTO'))).toBe('NO_AGENT_AVAILABLE');
    expect((await assign(soon, 'EMERGENCY_AUTO')).agentId).toBe(agentId);
    const atOnce = await guards.addShift({ inHours: 310, data });
    expect(await codeOf(assign(atOnce, 'EMERGENCY_AUTO'))).toBe('NO_AGENT_AVAILABLE');
  });
});

describe('twenty at once', () => {
  const callers = Array.from({ length: 20 });

  test('for one shift: one wins', async () => {
    const shiftId = await guards.addShift({ inHours: 400 });
    const codes = await Promise.all(callers.map(() => codeOf(assign(shiftId, 'INTELLIGENT_AUTO'))));
    expect(codes.filter((code) => code === 'DONE')).toHaveLength(1);
    expect(codes.filter((code) => code === 'STATE_ILLEGAL')).toHaveLength(19);
    expect(await guards.client.shiftAssignment.count({ where: { shiftId, endedAt: null } })).toBe(1);
  });

  test('for one agent and twenty shifts at the same time: one wins', async () => {
    const { agentId } = await guards.addAgent();
    const shifts = await Promise.all(callers.map(() => guards.addShift({ inHours: 500 })));
    const codes = await Promise.all(shifts.map((shiftId) => codeOf(assignTo(shiftId, agentId))));
    expect(codes.filter((code) => code === 'DONE')).toHaveLength(1);
    expect(codes.filter((code) => code === 'AGENT_UNAVAILABLE')).toHaveLength(19);
    expect(await guards.client.shift.count({ where: { agentId } })).toBe(1);
  });

  test('past the workflow the database refuses the second', async () => {
    const { agentId } = await guards.addAgent();
    const codes = await Promise.all(callers.map(() => codeOf(guards.addShift({ inHours: 600, agentId }))));
    expect(codes.filter((code) => code === 'DONE')).toHaveLength(1);
    expect(codes.filter((code) => code === 'EXCLUSION_VIOLATION')).toHaveLength(19);
  });

  test('with one key: it is done once, and all get the same answer', async () => {
    const shiftId = await guards.addShift({ inHours: 700 });
    const answers = await Promise.all(callers.map(() => assign(shiftId, 'AUTO', { idempotencyKey: 'k' })));
    expect(new Set(answers.map(({ id }) => id)).size).toBe(1);
    const other = await guards.addShift({ inHours: 720 });
    expect(await codeOf(assign(other, 'AUTO', { idempotencyKey: 'k' }))).toBe('IDEMPOTENCY_KEY_REUSED');
  });
});

describe('time off', () => {
  const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
  const ask = ({ actor }: Guard, from: number, to: number) =>
    requestTimeOff(guards.client, { timeOffType: 'VACATION', startsOn: day(from), endsOn: day(to), actor });
  const approve = (requestId: string) =>
    decideTimeOff(guards.client, { requestId, decision: 'APPROVED', actorId: guards.supervisor.userId });

  test('keeps from being assigned once it is approved', async () => {
    const agent = await guards.addAgent();
    const { id } = await ask(agent, 60, 62);
    expect(await codeOf(ask(agent, 62, 63))).toBe('CONFLICT');
    const shiftId = await guards.addShift({ inHours: 61 * 24 });
    await assignTo(shiftId, agent.agentId);
    const refused = approve(id);
    await expect(refused).rejects.toMatchObject({ code: 'CONFLICT', fields: [{ field: shiftId }] });
    await unassignShift(guards.client, { shiftId });
    expect(await approve(id)).toMatchObject({ status: 'APPROVED' });
    await expect(assignTo(shiftId, agent.agentId)).rejects.toThrow('TIME_OFF');
    expect(await codeOf(approve(id))).toBe('STATE_ILLEGAL');
  });

  test('decided while the agent is assigned: one of the two happens', async () => {
    for (let round = 0; round < 5; round += 1) {
      const agent = await guards.addAgent();
      const { id } = await ask(agent, 80, 82);
      const shiftId = await guards.addShift({ inHours: 81 * 24 });
      const codes = await Promise.all([codeOf(approve(id)), codeOf(assignTo(shiftId, agent.agentId))]);
      expect(codes.filter((code) => code === 'DONE')).toHaveLength(1);
    }
  });

  test('nobody decides on his own', async () => {
    const agent = await guards.addAgent();
    const { id } = await ask(agent, 90, 90);
    expect(
      await codeOf(
        decideTimeOff(guards.client, { requestId: id, decision: 'APPROVED', actorId: agent.userId }),
      ),
    ).toBe('CONFLICT');
  });
});

test('a shift is made once for a key, and only for an open site and a sensible time', async () => {
  const request = {
    siteId: guards.siteId,
    startTime: '2030-01-01T08:00:00Z',
    endTime: '2030-01-01T16:00:00Z',
    idempotencyKey: 'shift-1',
    actorId: guards.supervisor.userId,
  };
  const made = await Promise.all(Array.from({ length: 5 }, () => createShift(guards.client, request)));
  expect(new Set(made.map(({ id }) => id)).size).toBe(1);
  expect(await codeOf(createShift(guards.client, { ...request, endTime: '2030-01-01T17:00:00Z' }))).toBe(
    'IDEMPOTENCY_KEY_REUSED',
  );
  expect(await codeOf(createShift(guards.client, { ...request, endTime: '2030-01-01T08:00:00Z' }))).toBe(
    'INPUT_INVALID',
  );
  const siteId = await guards.addSite({ status: 'CLOSED' });
  expect(await codeOf(createShift(guards.client, { ...request, siteId, idempotencyKey: 'shift-2' }))).toBe(
    'STATE_ILLEGAL',
  );
});

test("another tenant's shift is not found", async () => {
  const other = await guards.fixture.addTenant('other-guards');
  const shiftId = await guards.addShift({ inHours: 900 });
  const attempt = assignShift(other.client, { shiftId, method: 'AUTO', actorId: guards.supervisor.userId });
  expect(await codeOf(attempt)).toBe('NOT_FOUND');
});
