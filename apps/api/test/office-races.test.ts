import { detectVariance } from '@org/domain';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Api, type Login, openApi } from './open-api.ts';
import { race, sender, twenty } from './requests.ts';

let api: Api;
let planner: Login;
let builder: Login;
const send = sender(() => api);

beforeAll(async () => {
  api = await openApi({ WEBHOOK_ALLOW_PRIVATE: 'true' });
  planner = await api.logIn('admin@stratibreak.com', 'stratibreak');
  builder = await api.logIn('admin@summit-homes.com', 'summit-homes');
});
afterAll(() => api.close());

const client = ({ user }: Login) => api.db.forTenant({ tenantId: user.tenantId });

describe('accounts', () => {
  it('an e-mail is given to one user', async () => {
    const password = 'a long password';
    const user = { name: 'Ada', email: 'ada@stratibreak.com', password, roles: ['planning:STAKEHOLDER'] };
    expect(await race(() => send(planner, 'POST', '/v1/users', user))).toEqual({
      201: 1,
      '409 EMAIL_TAKEN': 19,
    });
    expect(await client(planner).user.count({ where: { email: user.email } })).toBe(1);
  });

  it('a refresh token is exchanged once; the login goes on with what came of it', async () => {
    const { refreshToken } = await api.logIn('user@stratibreak.com', 'stratibreak');
    const answers = await twenty(() => send(null, 'POST', '/auth/refresh', { refreshToken }));
    const won = answers.filter(({ status }) => status === 200);
    expect(won).toHaveLength(1);
    const refused = answers.filter(({ status }) => status !== 200).map(({ body }) => body.code);
    expect(
      refused.filter((code) => !['SESSION_ALREADY_REFRESHED', 'SESSION_INVALID'].includes(code)),
    ).toEqual([]);
  });

  it('a file is noted once, and an API key ends once', async () => {
    const file = { storageKey: 'a.pdf', fileName: 'a.pdf', mimeType: 'application/pdf', size: 1 };
    const body = { ...file, sha256: 'ab'.repeat(32) };
    expect(await race(() => send(planner, 'POST', '/v1/media', body))).toEqual({
      201: 1,
      '409 UNIQUE_VIOLATION': 19,
    });
    const made = await send(planner, 'POST', '/v1/api-keys', { name: 'CI', scopes: ['projects:read'] });
    await twenty(() => send(planner, 'DELETE', `/v1/api-keys/${made.body.id}`));
    const ended = await client(planner).auditLog.count({
      where: { entity: 'ApiKey', entityId: made.body.id, action: 'update' },
    });
    expect(ended).toBe(1);
  });

  it('a notification is read once', async () => {
    await send(planner, 'POST', '/v1/notifications', { userIds: [planner.user.id], title: 'Hello' });
    const answers = await twenty(() => send(planner, 'POST', '/v1/notifications/read'));
    expect(answers.reduce((sum, { body }) => sum + body.read, 0)).toBe(1);
  });
});

describe('planning', () => {
  it('a day has one snapshot, and a project each person once among its stakeholders', async () => {
    const project = { name: 'Move', startsOn: '2026-01-05', dueOn: '2026-03-30' };
    const url = `/v1/projects/${(await send(planner, 'POST', '/v1/projects', project)).body.id}`;
    const snapshot = { takenOn: '2026-01-12', totalItems: 40, completedItems: 10 };
    const taken = await twenty(() => send(planner, 'POST', `${url}/snapshots`, snapshot));
    expect(taken.every(({ status }) => status < 300)).toBe(true);
    expect((await send(planner, 'GET', `${url}/snapshots`)).body.data).toHaveLength(1);
    const person = { userId: planner.user.id, name: 'Ada', role: 'SPONSOR' };
    expect(await race(() => send(planner, 'POST', `${url}/stakeholders`, person))).toEqual({
      201: 1,
      '409 UNIQUE_VIOLATION': 19,
    });
  });

  it('an outcome is recorded by one of twenty', async () => {
    const project = { name: 'Late', startsOn: '2026-01-05', dueOn: '2026-02-01' };
    const { id: projectId } = (await send(planner, 'POST', '/v1/projects', project)).body;
    const snapshot = { takenOn: '2026-01-30', totalItems: 40, completedItems: 10 };
    await send(planner, 'POST', `/v1/projects/${projectId}/snapshots`, snapshot);
    const days = { predictedOn: new Date('2026-01-06'), horizonOn: new Date('2026-02-01') };
    const model = { model: 'expert-estimate', modelVersion: '1' };
    await client(planner).prediction.create({
      data: { projectId, kind: 'delay', probability: '0.5', ...days, ...model },
    });
    const answers = await twenty(() => send(planner, 'POST', '/v1/predictions/outcomes'));
    expect(answers.reduce((sum, { body }) => sum + body.recorded, 0)).toBe(1);
    const made = await client(planner).prediction.findFirstOrThrow({ where: { projectId } });
    expect(made.outcome).toBe(true);
  });
});

describe('construction', () => {
  const at = (path: string) => `/v1/construction${path}`;

  it('a lot gets one job; each step of job and takeoff is taken once', async () => {
    const [community] = (await send(builder, 'GET', at('/communities'))).body.data;
    const lotBody = { communityId: community.id, number: 'R-1' };
    const { id: lotId } = (await send(builder, 'POST', at('/lots'), lotBody)).body;
    const jobs = (await send(builder, 'GET', at('/jobs?limit=100'))).body.data;
    const { id: seededId } = jobs.find(({ code }: { code: string }) => code === 'SH-JOB-004');
    const seeded = (await send(builder, 'GET', at(`/jobs/${seededId}`))).body;
    const { planId, elevationId, customerId } = seeded;
    const made = await race((index) =>
      send(builder, 'POST', at('/jobs'), { code: `R-${index}`, lotId, planId, elevationId, customerId }),
    );
    expect(made[201]).toBe(1);
    const job = await client(builder).job.findFirstOrThrow({ where: { lotId } });
    const takeoff = (await send(builder, 'POST', at('/takeoffs'), { jobId: job.id })).body;
    const steps: [string, object?][] = [
      [`/takeoffs/${takeoff.id}/submit`],
      [`/takeoffs/${takeoff.id}/validate`],
      [`/takeoffs/${takeoff.id}/approve`],
      [`/jobs/${job.id}/start`],
    ];
    for (const [path, body] of steps) {
      const tally = await race(() => send(builder, 'POST', at(path), body));
      expect(tally, path).toEqual({ 200: 1, '409 STATE_ILLEGAL': 19 });
    }
    const ordered = await race(() => send(builder, 'POST', at(`/takeoffs/${takeoff.id}/order`), {}));
    expect(ordered).toEqual({ 201: 1, '409 STATE_ILLEGAL': 19 });
    const orders = await client(builder).purchaseOrder.findMany({ where: { takeoffId: takeoff.id } });
    expect(new Set(orders.map(({ vendorId }) => vendorId)).size).toBe(orders.length);
    const total = orders.reduce((sum, one) => sum + Math.round(Number(one.total) * 100), 0);
    expect((total / 100).toFixed(2)).toBe(takeoff.total);

    const line = takeoff.lines.find((one: { materialSku: string }) => one.materialSku === 'DRY-12');
    const used = [{ takeoffLineId: line.id, quantity: line.quantity }];
    const done = await race(() => send(builder, 'POST', at(`/jobs/${job.id}/complete`), { used }));
    expect(done).toEqual({ 200: 1, '409 STATE_ILLEGAL': 19 });
  });

  it('detection that runs twenty times at once opens no review twice', async () => {
    await Promise.all(Array.from({ length: 20 }, () => detectVariance(client(builder))));
    const reviews = await client(builder).varianceReview.findMany({ where: { status: 'PENDING' } });
    expect(new Set(reviews.map(({ patternId }) => patternId)).size).toBe(reviews.length);
  });
});
