import { describe, expect, test } from 'vitest';
import type { Candidate, ShiftToFill } from './candidate.ts';
import { rankCandidates } from './rank-candidates.ts';

const site = { latitude: 40.7128, longitude: -74.006 };
const shift: ShiftToFill = {
  start: new Date('2026-03-04T13:00:00Z'),
  end: new Date('2026-03-04T21:00:00Z'),
  requiredCertifications: ['ARMED', 'FIRST_AID'],
  site,
  timezone: 'America/New_York',
};
const agent = (employeeNumber: string, facts: Partial<Candidate> = {}): Candidate => ({
  agentId: `00000000-0000-7000-8000-0000000000${employeeNumber.slice(-2)}`,
  employeeNumber,
  name: employeeNumber,
  employmentStatus: 'ACTIVE',
  certifications: ['ARMED', 'FIRST_AID'],
  shifts: [],
  timeOff: [],
  maxWeeklyHours: 40,
  minRestHours: 8,
  home: site,
  completedShifts: 8,
  missedShifts: 0,
  ...facts,
});
const period = (start: string, end: string) => ({
  shiftId: start,
  start: new Date(start),
  end: new Date(end),
});
const north = (metres: number) => ({ ...site, latitude: site.latitude + metres / 111_195.08 });

const order = (candidates: Candidate[], method: Parameters<typeof rankCandidates>[2]) =>
  rankCandidates(shift, candidates, method).map((row) => [row.employeeNumber, row.rank, row.score]);

describe('INTELLIGENT_AUTO', () => {
  test('prefers the near, the rested and the reliable, and says why', () => {
    const ranked = rankCandidates(
      shift,
      [
        agent('01', { home: north(25_000) }),
        agent('02'),
        agent('03', { completedShifts: 3, missedShifts: 5 }),
      ],
      'INTELLIGENT_AUTO',
    );
    // nearness 40 or 20, hours 30 × (1 − 8/40) = 24, reliability 30 × 9/10 = 27 or 30 × 4/10 = 12.
    expect(ranked.map((row) => [row.employeeNumber, row.rank, row.score])).toEqual([
      ['02', 1, 91],
      ['03', 2, 76],
      ['01', 3, 71],
    ]);
    expect(ranked[0]?.reasons).toEqual([
      'nearness 40: 0 km away',
      'hours 24: 8 of 40 h in the week with this shift',
      'reliability 27: 8 shifts done and 0 missed in 90 days',
    ]);
  });

  test('excludes by each constraint, and names it', () => {
    const ranked = rankCandidates(
      shift,
      [
        agent('01', { employmentStatus: 'ON_LEAVE' }),
        agent('02', { certifications: ['FIRST_AID'] }),
        agent('03', { shifts: [period('2026-03-04T20:00:00Z', '2026-03-05T02:00:00Z')] }),
        agent('04', { timeOff: [{ startsOn: '2026-03-03', endsOn: '2026-03-04' }] }),
        agent('05', { shifts: [period('2026-03-03T23:00:00Z', '2026-03-04T06:00:00Z')] }),
        agent('06', { maxWeeklyHours: 12, shifts: [period('2026-03-02T05:00:00Z', '2026-03-02T10:00:00Z')] }),
        agent('07', { home: north(101_000) }),
      ],
      'INTELLIGENT_AUTO',
    );
    expect(ranked.every((row) => row.rank === null && row.score === null)).toBe(true);
    expect(ranked.map((row) => row.reasons)).toEqual([
      ['EMPLOYMENT: is ON_LEAVE'],
      ['CERTIFICATION: lacks ARMED'],
      ['OVERLAP: has another shift at that time'],
      ['TIME_OFF: has time off from 2026-03-03 to 2026-03-04'],
      ['REST_HOURS: would rest 7 h of 8 h'],
      ['WEEKLY_HOURS: would work 13 h of 12 h in the week'],
      ['DISTANCE: is 101 km away'],
    ]);
  });

  test('counts the week where the tenant is: Sunday night in New York is not Monday', () => {
    // 04:00 UTC on Monday 2 March is 23:00 on Sunday there.
    const sunday = agent('01', {
      maxWeeklyHours: 12,
      shifts: [period('2026-03-02T04:00:00Z', '2026-03-02T10:00:00Z')],
    });
    expect(order([sunday], 'INTELLIGENT_AUTO')[0]?.[1]).toBe(1);
  });

  test('is the same whatever the order of its input; equals are ordered by employee number', () => {
    const agents = [agent('03'), agent('01'), agent('02', { home: null })];
    expect(order(agents, 'INTELLIGENT_AUTO')).toEqual(order(agents.toReversed(), 'INTELLIGENT_AUTO'));
    expect(order(agents, 'INTELLIGENT_AUTO').map(([number]) => number)).toEqual(['01', '03', '02']);
  });
});

test('EMERGENCY_AUTO relaxes soft constraints at a price, and never a hard one', () => {
  const tired = agent('01', { shifts: [period('2026-03-03T23:00:00Z', '2026-03-04T06:00:00Z')] });
  const uncertified = agent('02', { certifications: [] });
  const ranked = rankCandidates(shift, [tired, uncertified], 'EMERGENCY_AUTO');
  // hours: 15 of 40 in the week, so 18.75; 25 off for the rest.
  expect(ranked.map((row) => [row.employeeNumber, row.rank, row.score])).toEqual([
    ['01', 1, 60.75],
    ['02', null, null],
  ]);
  expect(ranked[0]?.reasons.at(-1)).toBe('relaxed: REST_HOURS: would rest 7 h of 8 h');
});

test('AUTO takes the first that nothing speaks against', () => {
  const agents = [agent('02'), agent('01', { home: north(99_000) }), agent('00', { certifications: [] })];
  expect(order(agents, 'AUTO')).toEqual([
    ['01', 1, null],
    ['02', 2, null],
    ['00', null, null],
  ]);
});
