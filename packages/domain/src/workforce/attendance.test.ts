import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createGuards, type Guards, northOfSite, SITE, track } from '../../test/guards.ts';
import { codeOf } from '../../test/shop.ts';
import { acknowledgeViolation } from './acknowledge-violation.ts';
import { clockIn } from './clock-in.ts';
import { clockOut } from './clock-out.ts';
import { findNearby } from './find-nearby.ts';
import { listTrack } from './list-track.ts';
import { listViolations } from './list-violations.ts';
import { markNoShows } from './mark-no-shows.ts';
import { recordTrack } from './record-track.ts';

let guards: Guards;
beforeAll(async () => {
  guards = await createGuards();
});
afterAll(() => guards.close());

const gps = (position: { latitude: number; longitude: number }) => ({ method: 'GPS' as const, position });

/** An agent with a shift that begins in half an hour. */
async function onShift(options: Parameters<Guards['addShift']>[0] = {}) {
  const agent = await guards.addAgent();
  const shiftId = await guards.addShift({ agentId: agent.agentId, ...options });
  const { actor } = agent;
  return {
    ...agent,
    shiftId,
    clockIn: (proof: Parameters<typeof clockIn>[1]['proof'], idempotencyKey?: string) =>
      clockIn(guards.client, { shiftId, actor, proof, ...(idempotencyKey ? { idempotencyKey } : {}) }),
    clockOut: (proof: Parameters<typeof clockOut>[1]['proof']) =>
      clockOut(guards.client, { shiftId, actor, proof }),
  };
}
const statusOf = async (id: string) => (await guards.client.shift.findFirstOrThrow({ where: { id } })).status;
const told = () => guards.client.notification.count({ where: { userId: guards.supervisor.userId } });

describe('by GPS', () => {
  test('inside: the shift begins and ends, and nobody is bothered', async () => {
    const guard = await onShift();
    const before = await told();
    const attendance = await guard.clockIn(gps(northOfSite(60)));
    expect(attendance).toMatchObject({
      status: 'CLOCKED_IN',
      clockInMethod: 'GPS',
      validations: [{ isInside: true }],
    });
    expect(attendance.validations[0]?.distance).toBeCloseTo(60, 0);
    expect(await statusOf(guard.shiftId)).toBe('IN_PROGRESS');
    const out = await guard.clockOut(gps(SITE));
    expect(out).toMatchObject({ status: 'CLOCKED_OUT', workedMinutes: 0 });
    expect(await statusOf(guard.shiftId)).toBe('COMPLETED');
    expect(await told()).toBe(before);
  });

  test('outside: a violation with its metres, and the supervisor is told', async () => {
    const guard = await onShift();
    const before = await told();
    const attendance = await guard.clockIn(gps(northOfSite(350)));
    expect(attendance).toMatchObject({ status: 'CLOCKED_IN', validations: [{ isInside: false }] });
    const { data } = await listViolations(guards.client, {
      agentId: guard.agentId,
      actor: guards.supervisor,
    });
    expect(data).toMatchObject([
      { violationType: 'OUTSIDE_AT_CLOCK_IN', status: 'OPEN', siteId: guards.siteId },
    ]);
    expect(data[0]?.distance).toBeCloseTo(250, 0);
    expect(await told()).toBe(before + 1);
    const violationId = data[0]?.id ?? '';
    const decide = (status: 'RESOLVED' | 'DISMISSED') =>
      acknowledgeViolation(guards.client, { violationId, status, actorId: guards.supervisor.userId });
    expect(await decide('RESOLVED')).toMatchObject({ status: 'RESOLVED' });
    expect(await codeOf(decide('DISMISSED'))).toBe('STATE_ILLEGAL');
    const stranger = await guards.addAgent();
    const seen = await listViolations(guards.client, { actor: stranger.actor });
    expect(seen.data).toEqual([]);
  });

  test('a polygon counts instead of the circle', async () => {
    const around = [-300, 300].flatMap((metres) => [
      [northOfSite(metres).latitude, SITE.longitude - Math.sign(metres) * 0.004],
      [northOfSite(metres).latitude, SITE.longitude + Math.sign(metres) * 0.004],
    ]);
    const siteId = await guards.addSite({ geofenceRadius: 1, geofencePolygon: around });
    const guard = await onShift({ siteId });
    expect(await guard.clockIn(gps(northOfSite(250)))).toMatchObject({
      validations: [{ isInside: true, distance: 0 }],
    });
  });
});

describe('by other means', () => {
  test('a QR code of the site is good, any other is refused; each scan is on record', async () => {
    const elsewhere = await guards.addSite();
    const code = (text: string, data: object = {}) =>
      guards.client.qrCode.create({ data: { siteId: guards.siteId, label: text, code: text, ...data } });
    await code('good');
    await code('expired', { expiresAt: new Date(0) });
    await code('revoked', { revokedAt: new Date(0) });
    await code('elsewhere', { siteId: elsewhere });
    const guard = await onShift();
    for (const text of ['unknown', 'expired', 'revoked', 'elsewhere']) {
      expect(await codeOf(guard.clockIn({ method: 'QR_CODE', code: text }))).toBe('PROOF_REFUSED');
    }
    expect(await statusOf(guard.shiftId)).toBe('SCHEDULED');
    expect(await guard.clockIn({ method: 'QR_CODE', code: 'good' })).toMatchObject({
      clockInMethod: 'QR_CODE',
    });
    const scans = await guards.client.qrCodeScan.findMany({
      where: { agentId: guard.agentId },
      orderBy: { id: 'asc' },
    });
    expect(scans.map(({ result }) => result)).toEqual([
      'UNKNOWN',
      'EXPIRED',
      'REVOKED',
      'WRONG_SITE',
      'VALID',
    ]);
  });

  test('the NFC tag has to be the site’s', async () => {
    const siteId = await guards.addSite({ nfcTagId: '04:A2' });
    const guard = await onShift({ siteId });
    expect(await codeOf(guard.clockIn({ method: 'NFC', tagId: '04:A3' }))).toBe('PROOF_REFUSED');
    expect(await guard.clockIn({ method: 'NFC', tagId: '04:A2' })).toMatchObject({ clockInMethod: 'NFC' });
  });

  test('by hand it is for who plans shifts', async () => {
    const guard = await onShift();
    const proof = { method: 'MANUAL' as const, agentId: guard.agentId, note: 'The phone is broken' };
    expect(await codeOf(guard.clockIn(proof))).toBe('PERMISSION_MISSING');
    const { client, supervisor: actor } = guards;
    expect(await clockIn(client, { shiftId: guard.shiftId, actor, proof })).toMatchObject({
      clockInMethod: 'MANUAL',
    });
    expect(await clockOut(client, { shiftId: guard.shiftId, actor, proof })).toMatchObject({
      status: 'CLOCKED_OUT',
    });
  });
});

describe('who may when', () => {
  test('not too early, not too late, not for another, not at two places', async () => {
    expect(await codeOf((await onShift({ inHours: 2 })).clockIn(gps(SITE)))).toBe('STATE_ILLEGAL');
    expect(await codeOf((await onShift({ inHours: -9 })).clockIn(gps(SITE)))).toBe('STATE_ILLEGAL');
    const guard = await onShift({ hours: 0.1 });
    const { actor } = await guards.addAgent();
    expect(await codeOf(clockIn(guards.client, { shiftId: guard.shiftId, actor, proof: gps(SITE) }))).toBe(
      'NOT_FOUND',
    );
    await guard.clockIn(gps(SITE));
    const second = await guards.addShift({ agentId: guard.agentId, inHours: 0.7 });
    const again = clockIn(guards.client, { shiftId: second, actor: guard.actor, proof: gps(SITE) });
    expect(await codeOf(again)).toBe('CONFLICT');
    expect(await codeOf((await onShift()).clockOut(gps(SITE)))).toBe('STATE_ILLEGAL');
  });

  test('twenty at once clock in once, and out once', async () => {
    const guard = await onShift();
    const twenty = async (run: () => Promise<unknown>) =>
      (await Promise.all(Array.from({ length: 20 }, () => codeOf(run())))).toSorted();
    const once = ['DONE', ...Array.from({ length: 19 }, () => 'STATE_ILLEGAL')];
    expect(await twenty(() => guard.clockIn(gps(SITE)))).toEqual(once);
    expect(await twenty(() => guard.clockOut(gps(SITE)))).toEqual(once);
    const repeated = await onShift();
    expect(await twenty(() => repeated.clockIn(gps(SITE), 'clock-in'))).toEqual(Array(20).fill('DONE'));
    expect(await guards.client.attendance.count({ where: { shiftId: repeated.shiftId } })).toBe(1);
    expect(await codeOf((await onShift()).clockIn(gps(SITE), 'clock-in'))).toBe('IDEMPOTENCY_KEY_REUSED');
  });
});

describe('tracks', () => {
  test('a batch is kept once, and says where the agent is; leaving the site is told once', async () => {
    const guard = await onShift();
    await guard.clockIn(gps(SITE));
    const before = await told();
    const send = (positions: ReturnType<typeof track>) =>
      recordTrack(guards.client, { actor: guard.actor, shiftId: guard.shiftId, positions });
    const batch = track(Array.from({ length: 500 }, (_, index) => northOfSite(index / 10)));
    expect(await send(batch)).toEqual({ received: 500, stored: 500, isInside: true });
    expect(await send(batch)).toMatchObject({ received: 500, stored: 0 });
    expect(await send(track([northOfSite(400)]))).toMatchObject({ stored: 1, isInside: false });
    expect(await send(track([northOfSite(500)]))).toMatchObject({ stored: 1, isInside: false });
    expect(await told()).toBe(before + 1);
    expect(await send(track([SITE]))).toMatchObject({ isInside: true });

    const period = {
      from: new Date(Date.now() - 86_400_000).toISOString(),
      to: new Date(Date.now() + 60_000).toISOString(),
    };
    const page = await listTrack(guards.client, {
      agentId: guard.agentId,
      ...period,
      limit: 100,
      actor: guards.supervisor,
    });
    expect(page.data).toHaveLength(100);
    expect(page.page.next).not.toBeNull();
    const { actor } = await guards.addAgent();
    expect(await codeOf(listTrack(guards.client, { agentId: guard.agentId, ...period, actor }))).toBe(
      'NOT_FOUND',
    );
    expect(await codeOf(recordTrack(guards.client, { actor: guards.supervisor, positions: batch }))).toBe(
      'PERMISSION_MISSING',
    );
    const future = [{ ...batch[0], id: crypto.randomUUID(), ...SITE, timestamp: '2999-01-01T00:00:00Z' }];
    expect(await codeOf(recordTrack(guards.client, { actor: guard.actor, positions: future }))).toBe(
      'INPUT_INVALID',
    );
  });

  test('what is near is found, nearest first, within the radius and the tenant', async () => {
    const far = { latitude: -33.8688, longitude: 151.2093 };
    const siteId = await guards.addSite(far);
    const guard = await guards.addAgent();
    await recordTrack(guards.client, {
      actor: guard.actor,
      positions: track([{ ...far, latitude: far.latitude + 0.04 }]),
    });
    const near = await findNearby(guards.client, far);
    expect(near.sites).toMatchObject([{ id: siteId, distance: 0 }]);
    expect(near.agents).toMatchObject([{ id: guard.agentId }]);
    expect(near.agents[0]?.distance).toBeCloseTo(4447.8, 0);
    expect((await findNearby(guards.client, { ...far, radius: 4_000 })).agents).toEqual([]);
    const other = await guards.fixture.addTenant('elsewhere');
    expect(await findNearby(other.client, far)).toEqual({ sites: [], agents: [] });
  });
});

test('who does not come is a no-show, who forgets to leave is incomplete; both once', async () => {
  const missed = await onShift({ inHours: -2 });
  const forgotten = await onShift({ inHours: -13 });
  await guards.client.attendance.create({
    data: {
      shiftId: forgotten.shiftId,
      agentId: forgotten.agentId,
      siteId: guards.siteId,
      clockInMethod: 'GPS',
      clockInTime: new Date(Date.now() - 13 * 3_600_000),
    },
  });
  await guards.client.shift.updateMany({ where: { id: forgotten.shiftId }, data: { status: 'IN_PROGRESS' } });
  const before = await told();
  const [first, second] = await Promise.all([markNoShows(guards.client), markNoShows(guards.client)]);
  // The shift that nobody could clock in to, of the test above, is a no-show as well.
  expect(first.missed + second.missed).toBe(2);
  expect(first.forgotten + second.forgotten).toBe(1);
  expect(await told()).toBe(before + 3);
  expect(await statusOf(missed.shiftId)).toBe('NO_SHOW');
  expect(await statusOf(forgotten.shiftId)).toBe('COMPLETED');
  expect(await markNoShows(guards.client)).toEqual({ missed: 0, forgotten: 0 });
});
