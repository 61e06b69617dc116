import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { syncIntegration } from '@org/domain';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Api, type Login, openApi } from './open-api.ts';

let api: Api;
let admin: Login;
let manager: Login;
let stakeholder: Login;
let outsider: Login;
/** The seeded project that is late. */
let late: string;

beforeAll(async () => {
  api = await openApi({ WEBHOOK_ALLOW_PRIVATE: 'true' });
  admin = await api.logIn('admin@stratibreak.com', 'stratibreak');
  manager = await api.logIn('manager@stratibreak.com', 'stratibreak');
  stakeholder = await api.logIn('user@stratibreak.com', 'stratibreak');
  outsider = await api.logIn('admin@bahinlink.com', 'bahinlink');
  const { body } = await send(stakeholder, 'GET', '/v1/projects?order=name');
  late = body.data[0].id;
});
afterAll(() => api.close());

const send = async (
  login: Login | null,
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
  url: string,
  body?: object,
) => {
  const response = await api.request(login, method, url, body);
  return { status: response.statusCode, body: response.body === '' ? null : response.json() };
};

const problem = (status: number, code: string) => ({
  status,
  body: expect.objectContaining({ status, code }),
});

const client = () => api.db.forTenant({ tenantId: manager.user.tenantId });

it('a project from its start to its end, with stakeholders, targets and snapshots', async () => {
  const started = await send(manager, 'POST', '/v1/projects', {
    name: 'Office move',
    startsOn: '2026-01-05',
    dueOn: '2026-03-30',
    budget: { amount: '50000', currency: 'EUR' },
  });
  expect(started).toMatchObject({
    status: 201,
    body: { status: 'PLANNED', ownerId: manager.user.id, budget: '50000.00', currency: 'EUR', progress: 0 },
  });
  const url = `/v1/projects/${started.body.id}`;
  expect(await send(manager, 'PATCH', url, { dueOn: '2025-01-01' })).toEqual(problem(422, 'CHECK_VIOLATION'));
  expect((await send(manager, 'PATCH', url, { status: 'ACTIVE', priority: 'HIGH' })).body).toMatchObject({
    status: 'ACTIVE',
    priority: 'HIGH',
  });

  const added = await send(manager, 'POST', `${url}/stakeholders`, {
    userId: stakeholder.user.id,
    name: 'Stakeholder',
    role: 'SPONSOR',
    influence: 'HIGH',
  });
  expect(added).toMatchObject({ status: 201, body: { interest: 'MEDIUM', influence: 'HIGH' } });
  const again = { userId: stakeholder.user.id, name: 'Twice', role: 'INFORMED' };
  expect(await send(manager, 'POST', `${url}/stakeholders`, again)).toEqual(problem(409, 'UNIQUE_VIOLATION'));
  const person = `${url}/stakeholders/${added.body.id}`;
  expect((await send(manager, 'PATCH', person, { interest: 'LOW' })).body.interest).toBe('LOW');
  expect((await send(stakeholder, 'GET', `${url}/stakeholders`)).body.data).toHaveLength(1);
  expect((await send(manager, 'DELETE', person)).status).toBe(204);

  await send(manager, 'PUT', `${url}/targets`, { morale: 80, team_size: 4 });
  expect((await send(manager, 'PUT', `${url}/targets`, { team_size: 5 })).body.data).toEqual([
    { metric: 'team_size', value: 5 },
  ]);
  expect((await send(manager, 'PUT', `${url}/targets`, { morale: 101 })).status).toBe(400);
  const snapshot = { takenOn: '2026-01-12', totalItems: 40, completedItems: 10, spent: '4000' };
  await send(manager, 'POST', `${url}/snapshots`, snapshot);
  const corrected = await send(manager, 'POST', `${url}/snapshots`, { ...snapshot, completedItems: 12 });
  expect(corrected.body).toMatchObject({ completedItems: 12, spent: '4000.00' });
  expect((await send(manager, 'GET', `${url}/snapshots`)).body.data).toHaveLength(1);
  expect((await send(manager, 'GET', url)).body.progress).toBe(30);

  const done = await send(manager, 'PATCH', url, { status: 'COMPLETED', completedOn: '2026-03-20' });
  expect(done.body).toMatchObject({ status: 'COMPLETED', completedOn: '2026-03-20' });
  expect((await send(manager, 'DELETE', url)).status).toBe(204);
  expect(await send(manager, 'GET', url)).toEqual(problem(404, 'NOT_FOUND'));

  // Each step is in the audit, with who and from where.
  const steps = await client().auditLog.findMany({
    where: { entity: 'Project', entityId: started.body.id },
    orderBy: { createdAt: 'asc' },
  });
  expect(steps.length).toBeGreaterThanOrEqual(4);
  for (const step of steps) {
    expect(step).toMatchObject({ actorType: 'USER', actorId: manager.user.id, ip: '127.0.0.1' });
    expect(step.userAgent).toBe('lightMyRequest');
  }
});

describe('gap analysis', () => {
  it('finds gaps once, though twenty ask at once; they are reviewed and acted on', async () => {
    const url = `/v1/projects/${late}/gap-analysis`;
    const answers = await Promise.all(Array.from({ length: 20 }, () => send(manager, 'POST', url)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1);
    const { gaps } = answers[0]?.body ?? {};
    expect(gaps.map((gap: { type: string }) => gap.type)).toEqual(
      expect.arrayContaining(['timeline', 'resource', 'communication', 'quality']),
    );
    const found = await send(stakeholder, 'GET', `/v1/gaps?projectId=${late}&type=resource`);
    // The seeded one is of people, the other of the analysis.
    expect(found.body.data.map((gap: { source: string }) => gap.source).sort()).toEqual([
      'ANALYSIS',
      'MANUAL',
    ]);

    const resource = gaps.find((gap: { type: string }) => gap.type === 'resource');
    const gap = `/v1/gaps/${resource.id}`;
    const planned = await send(manager, 'POST', `${gap}/actions`, { title: 'Ask the other project' });
    await send(manager, 'PATCH', `${gap}/actions/${planned.body.id}`, { status: 'DONE' });
    const reviewed = await send(manager, 'PATCH', gap, { status: 'IN_PROGRESS' });
    expect(reviewed.body).toMatchObject({ status: 'IN_PROGRESS', reviewedById: manager.user.id });
    expect(reviewed.body.actions.at(-1)).toMatchObject({ title: 'Ask the other project', status: 'DONE' });
    expect((await send(manager, 'PATCH', gap, { status: 'RESOLVED' })).body.resolvedAt).not.toBeNull();
    expect(await send(manager, 'PATCH', gap, { severity: 'LOW' })).toEqual(problem(409, 'STATE_ILLEGAL'));
  });

  it('takes down what a person has seen', async () => {
    const created = await send(manager, 'POST', '/v1/gaps', {
      projectId: late,
      type: 'governance',
      severity: 'LOW',
      title: 'Nobody decides',
      currentState: 'three committees',
      targetState: 'one',
      rootCauses: [{ description: 'History', evidence: 'Minutes of 2019', confidence: 0.6 }],
    });
    expect(created).toMatchObject({
      status: 201,
      body: { source: 'MANUAL', rootCauses: [{ confidence: 0.6 }] },
    });
  });
});

it('predictions: twenty ask, one is made of a kind; outcome and Brier score can be read', async () => {
  const url = `/v1/projects/${late}/predictions`;
  const answers = await Promise.all(Array.from({ length: 20 }, () => send(manager, 'POST', url)));
  expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1);
  expect(answers[0]?.body.data.map((one: { kind: string }) => one.kind)).toEqual([
    'delay',
    'budget_overrun',
    'quality',
    'scope',
  ]);
  const listed = await send(stakeholder, 'GET', `/v1/predictions?projectId=${late}&kind=delay`);
  // The model's and the seeded estimate.
  expect(listed.body.data.map((one: { model: string }) => one.model).sort()).toEqual([
    'expert-estimate',
    'interval-bootstrap',
  ]);
  expect((await send(manager, 'POST', '/v1/predictions/outcomes')).body).toEqual({ recorded: 0, open: 0 });
  // The seeds have one with an outcome: 0.65, and it happened.
  expect((await send(stakeholder, 'GET', '/v1/predictions/calibration')).body).toMatchObject({
    count: 1,
    brierScore: 0.1225,
    byKind: [{ kind: 'scope', count: 1, brierScore: 0.1225 }],
  });
});

it('an integration is set up, pulled from, and never shows its credentials', async () => {
  const seen: (string | undefined)[] = [];
  const tool = createServer((request, response) => {
    seen.push(request.headers.authorization);
    const items = [{ id: 1, title: 'One', status: 'DONE', changedAt: '2026-03-01T00:00:00Z' }];
    response.end(JSON.stringify({ items, cursor: null, more: false }));
  });
  tool.listen(0, '127.0.0.1');
  await once(tool, 'listening');
  try {
    const { id: projectId } = (
      await send(manager, 'POST', '/v1/projects', { name: 'P', startsOn: '2026-01-05', dueOn: '2026-03-30' })
    ).body;
    const baseUrl = `http://127.0.0.1:${(tool.address() as AddressInfo).port}`;
    const created = await send(admin, 'POST', '/v1/integrations', {
      provider: 'rest',
      name: 'Tracker',
      config: { projectId, baseUrl, externalProject: 'P' },
      credentials: { access_token: 'tell-nobody' },
    });
    expect(created).toMatchObject({ status: 201, body: { credentialKinds: ['access_token'] } });
    const url = `/v1/integrations/${created.body.id}`;
    expect((await send(admin, 'POST', `${url}/sync`)).status).toBe(202);
    const options = { allowPrivateAddresses: true, timeoutMs: 5_000, leaseMs: 30_000 };
    await syncIntegration(client(), { integrationId: created.body.id }, options);
    expect(seen).toEqual(['Bearer tell-nobody']);
    const [snapshot] = (await send(manager, 'GET', `/v1/projects/${projectId}/snapshots`)).body.data;
    expect(snapshot).toMatchObject({ totalItems: 1, completedItems: 1 });

    expect(await send(manager, 'PATCH', url, { status: 'PAUSED' })).toEqual(
      problem(403, 'PERMISSION_MISSING'),
    );
    await send(admin, 'PATCH', url, { status: 'PAUSED', credentials: { access_token: 'another-secret' } });
    expect(await send(admin, 'POST', `${url}/sync`)).toEqual(problem(409, 'STATE_ILLEGAL'));
    const shown = [await send(manager, 'GET', url), await send(admin, 'GET', '/v1/integrations')];
    const audit = await client().auditLog.findMany();
    expect(JSON.stringify([created, shown, audit])).not.toMatch(/tell-nobody|another-secret/);
    expect((await send(admin, 'DELETE', url)).status).toBe(204);
    expect(await client().integrationToken.count()).toBe(0);
  } finally {
    tool.closeAllConnections();
    tool.close();
  }
});

describe('who may do what', () => {
  const steps: ['POST' | 'PATCH' | 'DELETE' | 'PUT', string, object?][] = [
    ['POST', '/v1/projects', { name: 'X', startsOn: '2026-01-05', dueOn: '2026-03-30' }],
    ['PATCH', '/v1/projects/:late', { name: 'X' }],
    ['DELETE', '/v1/projects/:late'],
    ['PUT', '/v1/projects/:late/targets', {}],
    ['POST', '/v1/projects/:late/snapshots', { takenOn: '2026-01-05', totalItems: 1, completedItems: 1 }],
    ['POST', '/v1/projects/:late/stakeholders', { name: 'X', role: 'SPONSOR' }],
    ['POST', '/v1/projects/:late/gap-analysis'],
    ['POST', '/v1/projects/:late/predictions'],
    ['POST', '/v1/predictions/outcomes'],
    ['POST', '/v1/integrations', {}],
  ];

  it.each(steps)('a stakeholder reads, and may not %s %s', async (method, url, body) => {
    const answer = await send(stakeholder, method, url.replace(':late', late), body);
    expect(answer).toEqual(problem(403, 'PERMISSION_MISSING'));
  });

  it('nobody of another tenant sees a thing', async () => {
    expect(await send(outsider, 'GET', `/v1/projects/${late}`)).toEqual(problem(403, 'PERMISSION_MISSING'));
    expect((await send(null, 'GET', '/v1/projects')).status).toBe(401);
    const other = api.db.forTenant({ tenantId: outsider.user.tenantId });
    expect(await other.project.count()).toBe(0);
  });
});
