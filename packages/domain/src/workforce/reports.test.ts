import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createGuards, type Guard, type Guards } from '../../test/guards.ts';
import { codeOf } from '../../test/shop.ts';
import { archiveReport } from './archive-report.ts';
import { attachMedia } from './attach-media.ts';
import { createReport } from './create-report.ts';
import { decideReport } from './decide-report.ts';
import { getReport } from './get-report.ts';
import { listReports } from './list-reports.ts';
import { reopenReport } from './reopen-report.ts';
import { reviewReport } from './review-report.ts';
import { submitReport } from './submit-report.ts';
import { updateReport } from './update-report.ts';

let guards: Guards;
let author: Guard;
beforeAll(async () => {
  guards = await createGuards();
  author = await guards.addAgent();
});
afterAll(() => guards.close());

const write = (data: object = {}) =>
  createReport(guards.client, {
    siteId: guards.siteId,
    reportType: 'PATROL',
    title: 'Round',
    actor: author.actor,
    ...data,
  });

const steps = {
  submit: (reportId: string) => submitReport(guards.client, { reportId, actor: author.actor }),
  review: (reportId: string) => reviewReport(guards.client, { reportId, actorId: guards.supervisor.userId }),
  approve: (reportId: string) => decide(reportId, 'APPROVED'),
  reject: (reportId: string) => decide(reportId, 'REJECTED'),
  reopen: (reportId: string) => reopenReport(guards.client, { reportId, actor: author.actor }),
  archive: (reportId: string) =>
    archiveReport(guards.client, { reportId, actorId: guards.supervisor.userId }),
};
type Step = keyof typeof steps;

const decide = (reportId: string, decision: 'APPROVED' | 'REJECTED') =>
  decideReport(guards.client, { reportId, decision, comment: 'Seen', actorId: guards.supervisor.userId });

test('from draft to archive by way of a rejection, each step on record', async () => {
  const { id } = await write();
  for (const step of ['submit', 'review', 'reject', 'reopen'] as const) await steps[step](id);
  await updateReport(guards.client, { reportId: id, body: 'More of it', actor: author.actor });
  for (const step of ['submit', 'review', 'approve', 'archive'] as const) await steps[step](id);
  const report = await getReport(guards.client, { reportId: id, actor: guards.supervisor });
  expect(report).toMatchObject({ status: 'ARCHIVED', body: 'More of it' });
  expect(report.steps.map(({ step, decision, toStatus }) => [step, decision, toStatus])).toEqual([
    ['SUBMIT', null, 'SUBMITTED'],
    ['REVIEW', null, 'UNDER_REVIEW'],
    ['DECISION', 'REJECTED', 'REJECTED'],
    ['REOPEN', null, 'DRAFT'],
    ['SUBMIT', null, 'SUBMITTED'],
    ['REVIEW', null, 'UNDER_REVIEW'],
    ['DECISION', 'APPROVED', 'APPROVED'],
    ['ARCHIVE', null, 'ARCHIVED'],
  ]);
});

describe('steps out of turn are refused and leave no trace:', () => {
  const lives: Record<string, { steps: Step[]; allowed: Step[] }> = {
    DRAFT: { steps: [], allowed: ['submit'] },
    SUBMITTED: { steps: ['submit'], allowed: ['review'] },
    UNDER_REVIEW: { steps: ['submit', 'review'], allowed: ['approve', 'reject'] },
    APPROVED: { steps: ['submit', 'review', 'approve'], allowed: ['archive'] },
    REJECTED: { steps: ['submit', 'review', 'reject'], allowed: ['reopen', 'archive'] },
    ARCHIVED: { steps: ['submit', 'review', 'approve', 'archive'], allowed: [] },
  };
  test.each(Object.entries(lives))('%s', async (status, life) => {
    const { id } = await write();
    for (const step of life.steps) await steps[step](id);
    for (const step of Object.keys(steps) as Step[]) {
      if (!life.allowed.includes(step)) expect(await codeOf(steps[step](id)), step).toBe('STATE_ILLEGAL');
    }
    const report = await getReport(guards.client, { reportId: id, actor: guards.supervisor });
    expect(report.status).toBe(status);
    expect(report.steps).toHaveLength(life.steps.length);
  });
});

test('twenty decisions at once: one counts', async () => {
  const { id } = await write();
  await steps.submit(id);
  await steps.review(id);
  const codes = await Promise.all(
    Array.from({ length: 20 }, (_, index) => codeOf(decide(id, index % 2 === 0 ? 'APPROVED' : 'REJECTED'))),
  );
  expect(codes.filter((code) => code === 'DONE')).toHaveLength(1);
  expect(codes.filter((code) => code === 'STATE_ILLEGAL')).toHaveLength(19);
  expect(await guards.client.reportWorkflow.count({ where: { reportId: id, step: 'DECISION' } })).toBe(1);
});

test('a template asks for answers and media before it lets a report go', async () => {
  const { id: templateId } = await guards.client.reportTemplate.create({
    data: {
      name: 'Incident',
      reportType: 'INCIDENT',
      clientId: guards.owner.clientId,
      fields: [
        { key: 'where', label: 'Where was it?', required: true },
        { key: 'witness', label: 'Who saw it?', required: false },
      ],
      requiredMedia: ['PHOTO'],
    },
  });
  expect(await codeOf(write({ templateId }))).toBe('NOT_FOUND'); // of another type
  const { id } = await write({ templateId, reportType: 'INCIDENT' });
  await expect(steps.submit(id)).rejects.toMatchObject({
    code: 'INPUT_INVALID',
    fields: [{ field: 'answers.where' }, { field: 'media' }],
  });
  await updateReport(guards.client, { reportId: id, answers: { where: 'At the gate' }, actor: author.actor });
  const file = {
    reportId: id,
    storageKey: 'reports/1.jpg',
    fileName: '1.jpg',
    mimeType: 'image/jpeg',
    size: 1000,
    sha256: 'ab'.repeat(32),
    actor: author.actor,
  };
  await attachMedia(guards.client, file);
  expect((await attachMedia(guards.client, file)).media).toMatchObject([
    { fileName: '1.jpg', mimeType: 'image/jpeg' },
  ]);
  expect(await codeOf(attachMedia(guards.client, { ...file, sha256: 'cd'.repeat(32) }))).toBe('CONFLICT');
  expect(await steps.submit(id)).toMatchObject({ status: 'SUBMITTED' });
});

test('an author sees his own, a client what was approved at its sites, and nobody decides on his own', async () => {
  const { id } = await write();
  const colleague = await guards.addAgent();
  const read = (actor: Guard['actor']) => codeOf(getReport(guards.client, { reportId: id, actor }));
  expect(await read(author.actor)).toBe('DONE');
  expect(await read(colleague.actor)).toBe('NOT_FOUND');
  expect(await read(guards.owner.actor)).toBe('NOT_FOUND');
  expect(await codeOf(submitReport(guards.client, { reportId: id, actor: colleague.actor }))).toBe(
    'NOT_FOUND',
  );
  await steps.submit(id);
  await steps.review(id);
  const own = decideReport(guards.client, {
    reportId: id,
    decision: 'APPROVED',
    comment: '',
    actorId: author.userId,
  });
  expect(await codeOf(own)).toBe('CONFLICT');
  await steps.approve(id);
  expect(await read(guards.owner.actor)).toBe('DONE');
  const seen = await listReports(guards.client, { actor: guards.owner.actor });
  expect(seen.data.every(({ status }) => status === 'APPROVED' || status === 'ARCHIVED')).toBe(true);
  expect(seen.data.map((report) => report.id)).toContain(id);
});

test('a report is begun once for a key', async () => {
  const made = await Promise.all(Array.from({ length: 10 }, () => write({ idempotencyKey: 'report-1' })));
  expect(new Set(made.map(({ id }) => id)).size).toBe(1);
  expect(await codeOf(write({ idempotencyKey: 'report-1', reportType: 'INCIDENT' }))).toBe(
    'IDEMPOTENCY_KEY_REUSED',
  );
});
