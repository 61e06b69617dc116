import { afterAll, beforeAll, expect, test } from 'vitest';
import { addProject, addStaff, addWeek } from '../../../test/projects.ts';
import { codeOf } from '../../../test/shop.ts';
import { createTenantFixture, type TenantFixture } from '../../../test/tenants.ts';
import { createGap } from '../create-gap.ts';
import { setTargets } from '../set-targets.ts';
import { updateGap } from '../update-gap.ts';
import { analyseGaps } from './analyse-gaps.ts';
import { fitTrend } from './trend.ts';

let fixture: TenantFixture;
let ownerId: string;
beforeAll(async () => {
  fixture = await createTenantFixture();
  ownerId = await addStaff(fixture.client, 'owner');
});
afterAll(() => fixture.close());

/** Eight weeks in which the team shrinks and the pace falls: 60 of 200 items done where 64.6 were planned … */
const SHRINKING = [0, 12, 22, 31, 39, 46, 52, 57].map((completed, week) => ({
  total: 200,
  completed,
  spent: String(week * 5000),
  teamSize: 8 - week * 0.5,
  cycleTime: 4 + week,
}));

test('finds, rates and explains what is missing, and proposes what to do', async () => {
  const { client } = fixture;
  const projectId = await addProject(client, {
    ownerId,
    dueOn: '2026-05-04',
    budget: '100000',
    weeks: SHRINKING,
  });
  await setTargets(client, { projectId, targets: { team_size: 8, cycle_time: 5 } });
  const { gaps } = await analyseGaps(client, { projectId });

  // On the 49th of 119 days 41.18 % should be done; 57 of 200 are: SPI 0.692.
  expect(gaps.find((gap) => gap.type === 'timeline')).toMatchObject({
    severity: 'HIGH',
    shortfall: 0.3079,
    currentState: '28.5 % done',
    targetState: '41.2 % done by 2026-02-23',
    impact: 'At this pace it ends about 53 days after 2026-05-04.',
    rootCauses: expect.arrayContaining([
      expect.objectContaining({ description: 'Fewer items are completed each week' }),
      expect.objectContaining({
        description: 'The team has become smaller',
        evidence: 'From 8 to 4.5 full-time equivalents over 8 values, -0.5 each week; adjusted R² 1.00.',
        confidence: 1,
      }),
    ]),
  });
  // 35,000 spent for work worth 28,500 of the budget.
  expect(gaps.find((gap) => gap.type === 'budget')).toMatchObject({
    severity: 'MEDIUM',
    shortfall: 0.2281,
    impact: 'At this cost the whole takes 122807.02 USD of 100000.00 USD.',
  });
  // 4.5 of 8 people, 11 days instead of 5.
  expect(gaps.find((gap) => gap.type === 'resource')).toMatchObject({ severity: 'HIGH', shortfall: 0.4375 });
  expect(gaps.find((gap) => gap.type === 'process')).toMatchObject({ severity: 'CRITICAL', shortfall: 1.2 });
  expect(gaps.map((gap) => gap.type)).toEqual(['process', 'resource', 'timeline', 'budget']);
  expect(gaps.every((gap) => gap.rootCauses.length > 0 && gap.actions.length > 0)).toBe(true);

  const told = await client.notification.findMany({ where: { userId: ownerId }, orderBy: { id: 'asc' } });
  expect(told.map(({ title, type }) => [title, type])).toEqual([
    ['Timeline gap: Move the warehouse', 'WARNING'],
    ['Resource gap: Move the warehouse', 'WARNING'],
    ['Process gap: Move the warehouse', 'URGENT'],
  ]);
});

test('twenty analyses at once find each gap once, and a later one changes nothing', async () => {
  const { client } = fixture;
  const projectId = await addProject(client, { ownerId, dueOn: '2026-05-04', weeks: SHRINKING });
  const all = await Promise.all(Array.from({ length: 20 }, () => analyseGaps(client, { projectId })));
  expect(new Set(all.map(({ gaps }) => JSON.stringify(gaps))).size).toBe(1);
  expect(await client.gap.count({ where: { projectId } })).toBe(1);
  const before = await client.auditLog.count();
  await analyseGaps(client, { projectId });
  expect(await client.auditLog.count()).toBe(before);
});

test('an open gap is rated anew where it stands; what people added to it stays', async () => {
  const { client } = fixture;
  const projectId = await addProject(client, { ownerId, weeks: SHRINKING.slice(0, 3) });
  await setTargets(client, { projectId, targets: { team_size: 8, cycle_time: 5 } });
  const first = await analyseGaps(client, { projectId });
  const gapId = first.gaps.find((gap) => gap.type === 'resource')?.id ?? '';
  await client.gapRootCause.create({
    data: { gapId, description: 'Two have left', evidence: 'Said by the owner', confidence: '0.9' },
  });
  await addWeek(client, projectId, 3, { total: 200, completed: 60, teamSize: 3, cycleTime: 6 });
  const { gaps, resolvedIds } = await analyseGaps(client, { projectId });
  expect(resolvedIds).toEqual([]);
  expect(gaps.map(({ id }) => id).sort()).toEqual(first.gaps.map(({ id }) => id).sort());
  expect(gaps.find((gap) => gap.id === gapId)).toMatchObject({
    severity: 'CRITICAL',
    shortfall: 0.625,
    currentState: '3 full-time equivalents',
    observedOn: '2026-01-26',
    rootCauses: expect.arrayContaining([expect.objectContaining({ description: 'Two have left' })]),
  });
});

test('costs as many statements for several gaps as for one: callers who wait for the project do not wait long', async () => {
  const { client } = fixture;
  const statements = async (targets: Record<string, number>) => {
    const projectId = await addProject(client, { ownerId, weeks: SHRINKING });
    await setTargets(client, { projectId, targets });
    const before = client.$stats().statements;
    const { gaps } = await analyseGaps(client, { projectId });
    return { gaps: gaps.length, statements: client.$stats().statements - before };
  };
  const one = await statements({ cycle_time: 5 });
  const more = await statements({ cycle_time: 5, team_size: 8 });
  expect(more.gaps).toBeGreaterThan(one.gaps);
  expect(more.statements).toBe(one.statements);
});

test('what is made good is resolved; what was dismissed stays so until it is graver; people’s gaps are left alone', async () => {
  const { client } = fixture;
  const projectId = await addProject(client, { ownerId, weeks: SHRINKING.slice(0, 3) });
  const own = await createGap(client, {
    projectId,
    type: 'culture',
    severity: 'LOW',
    title: 'Nobody asks',
    currentState: 'silent',
    targetState: 'curious',
    rootCauses: [{ description: 'Fear', evidence: 'Said in a talk', confidence: 0.4 }],
  });
  await setTargets(client, { projectId, targets: { team_size: 8, cycle_time: 5 } });
  // 7 of 8 people, 6 of 5 days.
  const first = await analyseGaps(client, { projectId });
  expect(first.gaps.map((gap) => [gap.type, gap.severity])).toEqual([
    ['process', 'MEDIUM'],
    ['resource', 'MEDIUM'],
  ]);
  const resource = first.gaps.find((gap) => gap.type === 'resource');
  await updateGap(client, { gapId: resource?.id ?? '', status: 'DISMISSED', reviewerId: ownerId });

  await addWeek(client, projectId, 3, { total: 200, completed: 60, teamSize: 7, cycleTime: 5 });
  const second = await analyseGaps(client, { projectId });
  expect(second.gaps).toEqual([]);
  expect(second.resolvedIds).toEqual([first.gaps.find((gap) => gap.type === 'process')?.id]);

  await addWeek(client, projectId, 4, { total: 200, completed: 80, teamSize: 3, cycleTime: 5 });
  const third = await analyseGaps(client, { projectId });
  expect(third.gaps.map((gap) => [gap.type, gap.severity])).toEqual([['resource', 'CRITICAL']]);
  expect(third.gaps[0]?.id).not.toBe(resource?.id);
  expect(await client.gap.findFirst({ where: { id: own.id } })).toMatchObject({ status: 'OPEN' });
  expect(
    await codeOf(updateGap(client, { gapId: resource?.id ?? '', status: 'OPEN', reviewerId: ownerId })),
  ).toBe('STATE_ILLEGAL');
});

test('a gap that nothing has caused since was there from the beginning', async () => {
  const { client } = fixture;
  const steady = [0, 5, 10, 15, 20].map((completed) => ({
    total: 400,
    completed,
    teamSize: 4,
    cycleTime: 3,
  }));
  const projectId = await addProject(client, { ownerId, weeks: steady });
  const { gaps } = await analyseGaps(client, { projectId });
  expect(gaps).toMatchObject([
    {
      type: 'timeline',
      severity: 'CRITICAL',
      rootCauses: [
        { description: 'The plan asks for more than has been there from the beginning', confidence: 1 },
      ],
    },
  ]);
});

test('there is nothing to compare without a snapshot, and nothing of another tenant', async () => {
  const { client } = fixture;
  const projectId = await addProject(client, { ownerId });
  expect(await codeOf(analyseGaps(client, { projectId }))).toBe('STATE_ILLEGAL');
  const other = await fixture.addTenant('other');
  expect(await codeOf(analyseGaps(other.client, { projectId }))).toBe('NOT_FOUND');
});

test('few values prove little: a line through three that nearly fit counts less than one through nine', () => {
  const noisy = (count: number) =>
    Array.from({ length: count }, (_, day) => ({ day, value: day + (day % 2 === 0 ? 0.3 : -0.3) }));
  expect(fitTrend([{ day: 0, value: 1 }])).toBeUndefined();
  expect(fitTrend(noisy(3))?.confidence).toBeLessThan(fitTrend(noisy(9))?.confidence ?? 0);
  expect(fitTrend([0, 7, 14].map((day) => ({ day, value: 5 })))).toMatchObject({ slope: 0, confidence: 0 });
});
