import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addProject, addStaff, addWeek } from '../../../test/projects.ts';
import { codeOf } from '../../../test/shop.ts';
import { createTenantFixture, type TenantFixture } from '../../../test/tenants.ts';
import { setTargets } from '../set-targets.ts';
import { updateProject } from '../update-project.ts';
import { eventsOf } from './events.ts';
import { forecast } from './forecast.ts';
import { predictProject } from './predict-project.ts';
import { readCalibration } from './read-calibration.ts';
import { recordOutcomes } from './record-outcomes.ts';

let fixture: TenantFixture;
let ownerId: string;
beforeAll(async () => {
  fixture = await createTenantFixture();
  ownerId = await addStaff(fixture.client, 'owner');
});
afterAll(() => fixture.close());

const interval = { days: 7, completed: 0, added: 0, spent: 0, defects: 0 };
const [delay] = eventsOf({ budget: null, defectTarget: undefined, firstTotal: 0 });
const delayOf = (completed: number[], total: number, days: number, seed = 1) => {
  const intervals = completed.map((one) => ({ ...interval, completed: one }));
  const from = { completed: 0, total, spent: 0, defects: 0 };
  if (!delay) throw new Error('A delay can always be predicted.');
  return forecast({ from, intervals, days, seed, runs: 10_000 }, delay);
};

describe('the probability', () => {
  test('is that of the binomial distribution where this can be calculated', () => {
    // Weeks of 10 items or none: two of them without any have the probability 1/4, one at least 3/4 …
    expect(delayOf([0, 10], 10, 14).probability).toBeCloseTo(0.25, 1);
    // … and 20 items need two good weeks of three: 1 − (3 + 1)/8.
    expect(delayOf([0, 10], 20, 21).probability).toBeCloseTo(0.5, 1);
  });

  test('is never 0 or 1, as no simulation sees everything', () => {
    expect(delayOf([10, 10, 10], 10, 14).probability).toBeCloseTo(1 / 10_002, 8);
    expect(delayOf([1, 1, 1], 10, 14).probability).toBeCloseTo(10_001 / 10_002, 8);
  });

  test('is the same for the same input, and counts half a week as half', () => {
    expect(delayOf([3, 5, 8], 40, 56)).toEqual(delayOf([3, 5, 8], 40, 56));
    expect(delayOf([10], 15, 10).probability).toBeGreaterThan(0.99);
    expect(delayOf([10], 15, 11).probability).toBeLessThan(0.01);
  });

  test('comes with what it hangs on, and with advice where it is high', () => {
    const likely = delayOf([3, 5, 8], 40, 49);
    expect(likely.probability).toBeGreaterThan(0.5);
    expect(likely.factors[0]).toMatchObject({ name: 'Pace' });
    expect(likely.factors.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(1, 6);
    expect(likely.recommendedActions[0]).toMatch(/^Raise the pace/);
    expect(delayOf([3, 5, 8], 20, 49).recommendedActions).toEqual([]);
  });
});

/** 10 items a week of 100, one more each week; 6,000 a week. */
const WEEKS = Array.from({ length: 8 }, (_, week) => ({
  total: 100 + week * 2,
  completed: week * 5,
  spent: String(week * 6000),
  defects: week,
}));

test('predictions are made once, by twenty at once, and their outcomes recorded when the horizon has passed', async () => {
  const { client } = fixture;
  const projectId = await addProject(client, {
    ownerId,
    dueOn: '2026-03-30',
    budget: '150000',
    weeks: WEEKS,
  });
  await setTargets(client, { projectId, targets: { open_defects: 30 } });
  const answers = await Promise.all(Array.from({ length: 20 }, () => predictProject(client, { projectId })));
  expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  const made = Object.fromEntries((answers[0] ?? []).map((one) => [one.kind, one]));
  expect(Object.keys(made).sort()).toEqual(['budget_overrun', 'delay', 'quality', 'scope']);
  // 35 of 114 items after seven weeks at five a week; five weeks are left.
  expect(made.delay).toMatchObject({
    predictedOn: '2026-02-23',
    horizonOn: '2026-03-30',
    threshold: null,
    model: 'interval-bootstrap',
    outcome: null,
  });
  expect(made.delay?.probability).toBeGreaterThan(0.99);
  // 42,000 for 35 of 114 items: the whole would take 136,800, and 148,800 when 124 items are in.
  expect(made.budget_overrun).toMatchObject({ threshold: '150000.00' });
  expect(made.budget_overrun?.probability).toBeLessThan(0.01);
  expect(made.quality?.probability).toBeLessThan(0.01);
  expect(made.scope).toMatchObject({ threshold: '110.00' });

  expect(await recordOutcomes(client, { asOf: new Date('2026-03-30T12:00:00Z') })).toEqual({
    recorded: 0,
    open: 0,
  });
  const later = new Date('2026-04-02T12:00:00Z');
  // No snapshot tells yet what came of it.
  expect(await recordOutcomes(client, { asOf: later })).toEqual({ recorded: 0, open: 4 });
  expect((await readCalibration(client)).count).toBe(0);

  // Late, and dearer than thought: 80 of 124 items for 100,000.
  await addWeek(client, projectId, 11, { total: 124, completed: 80, spent: '100000', defects: 12 });
  const runs = await Promise.all(Array.from({ length: 20 }, () => recordOutcomes(client, { asOf: later })));
  expect(runs.reduce((sum, { recorded }) => sum + recorded, 0)).toBe(4);
  const outcomes = await client.prediction.findMany({ where: { projectId }, orderBy: { kind: 'asc' } });
  expect(outcomes.map(({ kind, outcome }) => [kind, outcome])).toEqual([
    ['delay', true],
    ['budget_overrun', true],
    ['quality', false],
    ['scope', true],
  ]);

  const calibration = await readCalibration(client, { projectId });
  const scores = outcomes.map(({ probability, outcome }) => (Number(probability) - Number(outcome)) ** 2);
  const brier = scores.reduce((sum, score) => sum + score, 0) / 4;
  expect(calibration).toMatchObject({ count: 4, baseRate: 0.75 });
  expect(calibration.brierScore).toBeCloseTo(brier, 4);
  expect(calibration.byKind.find(({ kind }) => kind === 'budget_overrun')?.brierScore).toBeGreaterThan(0.98);
  expect(calibration.bins.map(({ from, count }) => [from, count])).toEqual([
    [0, 2],
    [0.9, 2],
  ]);
});

test('a project that was completed in time was not delayed, whatever its snapshots say', async () => {
  const { client } = fixture;
  const projectId = await addProject(client, { ownerId, dueOn: '2026-03-30', weeks: WEEKS });
  await predictProject(client, { projectId });
  await updateProject(client, { projectId, status: 'COMPLETED', completedOn: '2026-03-20' });
  await recordOutcomes(client, { asOf: new Date('2026-04-01T00:00:00Z') });
  const rows = await client.prediction.findMany({ where: { projectId }, orderBy: { kind: 'asc' } });
  expect(rows.map(({ kind, outcome }) => [kind, outcome])).toEqual([
    ['delay', false],
    ['scope', null],
  ]);
});

test('too few snapshots, or a due date that has passed, predict nothing', async () => {
  const { client } = fixture;
  const few = await addProject(client, { ownerId, weeks: WEEKS.slice(0, 3) });
  expect(await codeOf(predictProject(client, { projectId: few }))).toBe('STATE_ILLEGAL');
  const over = await addProject(client, { ownerId, dueOn: '2026-02-02', weeks: WEEKS });
  expect(await codeOf(predictProject(client, { projectId: over }))).toBe('STATE_ILLEGAL');
});
