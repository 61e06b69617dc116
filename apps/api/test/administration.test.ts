import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildApp } from '../src/app.ts';
import { type Api, type Login, openApi } from './open-api.ts';

let api: Api;
let admin: Login;
let manager: Login;
let stakeholder: Login;

beforeAll(async () => {
  api = await openApi({ WEBHOOK_ALLOW_PRIVATE: 'true' });
  admin = await api.logIn('admin@stratibreak.com', 'stratibreak');
  manager = await api.logIn('manager@stratibreak.com', 'stratibreak');
  stakeholder = await api.logIn('user@stratibreak.com', 'stratibreak');
});
afterAll(() => api.close());

const send = async (
  login: Pick<Login, 'accessToken'> | null,
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
  url: string,
  body?: object,
) => {
  const response = await api.request(login as Login, method, url, body);
  return {
    status: response.statusCode,
    headers: response.headers,
    body: response.body === '' ? null : response.json(),
  };
};
const problem = (status: number, code: string) =>
  expect.objectContaining({ status, body: expect.objectContaining({ status, code }) });
const client = () => api.db.forTenant({ tenantId: admin.user.tenantId });

describe('API keys', () => {
  const make = async (body: object) => {
    const { status, body: made } = await send(admin, 'POST', '/v1/api-keys', body);
    expect(status).toBe(201);
    return { ...made, login: { accessToken: made.key as string } };
  };

  it('are shown once, act in the name of their maker within their scopes, and are named in the audit', async () => {
    const key = await make({ name: 'CI', scopes: ['projects:read', 'projects:write'] });
    const project = { name: 'By key', startsOn: '2026-01-05', dueOn: '2026-03-30' };
    const made = await send(key.login, 'POST', '/v1/projects', project);
    expect(made).toMatchObject({ status: 201, body: { ownerId: admin.user.id } });
    expect(await send(key.login, 'GET', '/v1/gaps')).toEqual(problem(403, 'PERMISSION_MISSING'));
    const [entry] = await client().auditLog.findMany({ where: { entityId: made.body.id } });
    expect(entry).toMatchObject({ actorType: 'API_KEY', actorId: key.id, ip: '127.0.0.1' });

    const listed = await send(admin, 'GET', '/v1/api-keys');
    expect(listed.body.data[0]).toMatchObject({ id: key.id, prefix: key.prefix, revokedAt: null });
    expect(listed.body.data[0].lastUsedAt).not.toBeNull();
    const secret = key.key.split('_').at(-1);
    const kept = [listed.body, await client().apiKey.findMany(), await client().auditLog.findMany()];
    expect(JSON.stringify(kept)).not.toContain(secret);
  });

  it('let as many requests pass as they may, however many come at once and to however many processes', async () => {
    const key = await make({ name: 'Slow', scopes: ['projects:read'], requestsPerMinute: 5 });
    const other = await buildApp(api.config, api.db);
    try {
      const answers = await Promise.all(
        Array.from({ length: 20 }, (_, index) =>
          (index % 2 === 0 ? api.app : other).inject({
            url: '/v1/projects',
            headers: { authorization: `Bearer ${key.key}` },
          }),
        ),
      );
      const statuses = answers.map(({ statusCode }) => statusCode);
      expect(statuses.filter((status) => status === 200)).toHaveLength(5);
      expect(statuses.filter((status) => status === 429)).toHaveLength(15);
      const late = answers.find(({ statusCode }) => statusCode === 429);
      expect(late?.headers['retry-after']).toBe('12');
      expect(late?.json()).toMatchObject({ code: 'RATE_EXCEEDED' });
    } finally {
      await other.close();
    }
  });

  it('end by revocation, by time, with their maker, and are nothing when altered', async () => {
    const key = await make({ name: 'Short', scopes: ['projects:read', 'users:read'] });
    expect((await send(key.login, 'GET', '/v1/users')).status).toBe(200);
    const altered = { accessToken: key.key.replace(/.$/, (last: string) => (last === '0' ? '1' : '0')) };
    const invalid = problem(401, 'API_KEY_INVALID');
    for (const login of [altered, { accessToken: 'orgk_what' }]) {
      expect(await send(login, 'GET', '/v1/users')).toEqual(invalid);
    }
    // Of another tenant, the same key is none.
    const foreign = { accessToken: key.key.replace(/_[0-9a-f]{32}_/, `_${'a'.repeat(32)}_`) };
    expect(await send(foreign, 'GET', '/v1/users')).toEqual(invalid);

    await client().user.updateMany({ where: { id: admin.user.id }, data: { status: 'SUSPENDED' } });
    expect(await send(key.login, 'GET', '/v1/users')).toEqual(invalid);
    await client().user.updateMany({ where: { id: admin.user.id }, data: { status: 'ACTIVE' } });
    await client().apiKey.updateMany({ where: { id: key.id }, data: { expiresAt: new Date(1000) } });
    expect(await send(key.login, 'GET', '/v1/users')).toEqual(invalid);
    await client().apiKey.updateMany({ where: { id: key.id }, data: { expiresAt: null } });
    expect((await send(key.login, 'GET', '/v1/users')).status).toBe(200);
    for (let times = 0; times < 2; times += 1) {
      expect((await send(admin, 'DELETE', `/v1/api-keys/${key.id}`)).status).toBe(204);
    }
    expect(await send(key.login, 'GET', '/v1/users')).toEqual(invalid);
  });

  it('give nobody more than he has', async () => {
    const body = { name: 'x', scopes: ['projects:read'] };
    expect(await send(manager, 'POST', '/v1/api-keys', body)).toEqual(problem(403, 'PERMISSION_MISSING'));
    const beyond = { name: 'x', scopes: ['orders:approve'] };
    expect(await send(admin, 'POST', '/v1/api-keys', beyond)).toEqual(problem(403, 'PERMISSION_MISSING'));
    const made = await make({ name: 'Maker', scopes: ['api_keys:write'] });
    const more = { name: 'More', scopes: ['users:write'] };
    expect(await send(made.login, 'POST', '/v1/api-keys', more)).toEqual(problem(403, 'PERMISSION_MISSING'));
  });
});

it('roles of the tenant’s own: made, given, changed, and deleted when nobody holds them', async () => {
  const role = { description: 'Looks', permissions: ['projects:read', 'gaps:read'] };
  const made = await send(admin, 'PUT', '/v1/roles/auditor', role);
  expect(made.body).toMatchObject({
    name: 'tenant:auditor',
    own: true,
    permissions: ['gaps:read', 'projects:read'],
  });
  const beyond = { permissions: ['orders:approve'] };
  expect(await send(admin, 'PUT', '/v1/roles/auditor', beyond)).toEqual(problem(403, 'PERMISSION_MISSING'));
  expect(await send(manager, 'PUT', '/v1/roles/auditor', role)).toEqual(problem(403, 'PERMISSION_MISSING'));
  const answers = await Promise.all(
    Array.from({ length: 20 }, () => send(admin, 'PUT', '/v1/roles/auditor', { permissions: ['gaps:read'] })),
  );
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
  const roles = (await send(admin, 'GET', '/v1/roles')).body.data;
  expect(roles.find((one: { name: string }) => one.name === 'tenant:auditor').permissions).toEqual([
    'gaps:read',
  ]);
  expect(roles.find((one: { name: string }) => one.name === 'planning:ADMIN').own).toBe(false);
  expect((await send(admin, 'GET', '/v1/roles/permissions')).body.data.length).toBeGreaterThan(50);

  const user = {
    name: 'Ada',
    email: 'ada@stratibreak.com',
    password: 'a long password',
    roles: ['tenant:auditor'],
  };
  const ada = await send(admin, 'POST', '/v1/users', user);
  expect(ada.status).toBe(201);
  expect(await send(admin, 'DELETE', '/v1/roles/auditor')).toEqual(problem(409, 'STATE_ILLEGAL'));
  await send(admin, 'PATCH', `/v1/users/${ada.body.id}`, { roles: ['core:user'] });
  expect((await send(admin, 'DELETE', '/v1/roles/auditor')).status).toBe(204);
});

it('sessions: one’s own and, for who looks after users, those of others are seen and ended', async () => {
  const one = await api.logIn('user@stratibreak.com', 'stratibreak');
  const before = (await send(one, 'GET', '/v1/me/sessions')).body.data;
  expect(before).toHaveLength(2);
  expect(before[0]).toMatchObject({ ip: '127.0.0.1', userAgent: 'lightMyRequest' });
  expect((await send(one, 'DELETE', `/v1/me/sessions/${before[0].id}`)).status).toBe(204);
  const refresh = await send(null, 'POST', '/auth/refresh', { refreshToken: one.refreshToken });
  expect(refresh).toEqual(problem(401, 'SESSION_INVALID'));
  const url = `/v1/users/${stakeholder.user.id}/sessions`;
  const [left] = (await send(admin, 'GET', url)).body.data;
  expect(await send(manager, 'DELETE', `${url}/${left.id}`)).toEqual(problem(403, 'PERMISSION_MISSING'));
  // Nobody ends by his own address what is another's.
  expect(await send(manager, 'DELETE', `/v1/me/sessions/${left.id}`)).toEqual(problem(404, 'NOT_FOUND'));
  expect((await send(admin, 'DELETE', `${url}/${left.id}`)).status).toBe(204);
  expect((await send(admin, 'GET', url)).body.data).toEqual([]);
  // His access ends with his sessions.
  expect(await send(stakeholder, 'GET', '/v1/me')).toEqual(problem(401, 'TOKEN_REVOKED'));
  stakeholder = await api.logIn('user@stratibreak.com', 'stratibreak');
});

it('notifications are sent, delivered, read, and everybody’s own', async () => {
  const to = [manager.user.id, stakeholder.user.id];
  expect((await send(admin, 'POST', '/v1/notifications', { userIds: to, title: 'Hello' })).body).toEqual({
    sent: 2,
  });
  expect(await send(stakeholder, 'POST', '/v1/notifications', { userIds: to, title: 'x' })).toEqual(
    problem(403, 'PERMISSION_MISSING'),
  );
  const nobody = { userIds: ['00000000-0000-4000-8000-000000000000'], title: 'x' };
  expect(await send(admin, 'POST', '/v1/notifications', nobody)).toEqual(problem(404, 'NOT_FOUND'));
  const unread = '/v1/notifications?unread=true';
  const [mine] = (await send(manager, 'GET', unread)).body.data;
  expect(mine).toMatchObject({ title: 'Hello', type: 'INFO', readAt: null });
  expect((await client().notification.findFirst({ where: { id: mine.id } }))?.deliveredAt).not.toBeNull();
  expect((await send(stakeholder, 'POST', `/v1/notifications/${mine.id}/read`)).body).toEqual({ read: 0 });
  expect((await send(manager, 'POST', `/v1/notifications/${mine.id}/read`)).body).toEqual({ read: 1 });
  expect((await send(manager, 'GET', unread)).body.data).toEqual([]);
  expect((await send(stakeholder, 'POST', '/v1/notifications/read')).body).toEqual({ read: 1 });

  // Mail and the like goes to a gateway behind a webhook, which says when it has arrived.
  const hook = { url: 'http://127.0.0.1:9/hook', eventTypes: ['notification.created'] };
  const made = await send(admin, 'POST', '/v1/webhooks', hook);
  await send(admin, 'POST', '/v1/notifications', {
    userIds: [manager.user.id],
    title: 'Mail',
    channel: 'EMAIL',
  });
  const deliveries = await send(admin, 'GET', `/v1/webhooks/${made.body.id}/deliveries`);
  expect(deliveries.body.data).toMatchObject([{ eventType: 'notification.created', status: 'PENDING' }]);
  const [mail] = (await send(manager, 'GET', unread)).body.data;
  expect(mail.deliveredAt).toBeNull();
  expect((await send(admin, 'POST', `/v1/notifications/${mail.id}/delivered`)).status).toBe(204);
});

it('webhooks: the secret is shown once; switched off, ended, and not for everybody', async () => {
  const made = await send(admin, 'POST', '/v1/webhooks', { url: 'http://127.0.0.1:9/x' });
  expect(made).toMatchObject({ status: 201, body: { secret: expect.stringMatching(/^whsec_/) } });
  expect(await send(manager, 'GET', '/v1/webhooks')).toEqual(problem(403, 'PERMISSION_MISSING'));
  const url = `/v1/webhooks/${made.body.id}`;
  expect((await send(admin, 'PATCH', url, { isActive: false })).body).toMatchObject({ isActive: false });
  expect(JSON.stringify((await send(admin, 'GET', '/v1/webhooks')).body)).not.toContain('whsec_');
  expect((await send(admin, 'DELETE', url)).status).toBe(204);
  expect(await send(admin, 'DELETE', url)).toEqual(problem(404, 'NOT_FOUND'));
});

it('configuration: the platform’s values, and the tenant’s own in place of them', async () => {
  await api.db.asAdmin({ actor: 'test', reason: 'a value for all' }, (platform) =>
    platform.systemConfiguration.create({
      data: { tenantId: null, scope: 'GLOBAL', key: 'page.size', value: 20 },
    }),
  );
  const url = '/v1/configuration/page.size';
  expect((await send(admin, 'GET', url)).body).toMatchObject({ value: 20, scope: 'GLOBAL' });
  await Promise.all(Array.from({ length: 20 }, () => send(admin, 'PUT', url, { value: { rows: 50 } })));
  expect((await send(admin, 'GET', '/v1/configuration')).body.data).toMatchObject([
    { key: 'page.size', value: { rows: 50 }, scope: 'TENANT' },
  ]);
  expect(await send(manager, 'PUT', url, { value: 1 })).toEqual(problem(403, 'PERMISSION_MISSING'));
  expect((await send(admin, 'DELETE', url)).status).toBe(204);
  expect((await send(admin, 'GET', url)).body).toMatchObject({ value: 20 });
  expect(await send(admin, 'DELETE', url)).toEqual(problem(404, 'NOT_FOUND'));
});

it('settings of the tenant, media files and the audit', async () => {
  const changed = await send(admin, 'PATCH', '/v1/settings', {
    timezone: 'Europe/Berlin',
    requireManagerApprovalAbove: '2500.50',
  });
  expect(changed.body).toMatchObject({
    timezone: 'Europe/Berlin',
    requireManagerApprovalAbove: '2500.50',
    defaultCurrency: 'USD',
  });
  expect((await send(admin, 'PATCH', '/v1/settings', { timezone: 'Mars' })).status).toBe(400);
  expect(await send(manager, 'PATCH', '/v1/settings', {})).toEqual(problem(403, 'PERMISSION_MISSING'));

  const file = {
    storageKey: 'plans/1.pdf',
    fileName: 'plan.pdf',
    mimeType: 'application/pdf',
    size: 5_000_000_000,
    sha256: 'ab'.repeat(32),
  };
  const noted = await send(manager, 'POST', '/v1/media', file);
  expect(noted.body).toMatchObject({ ...file, uploadedById: manager.user.id });
  expect(await send(manager, 'POST', '/v1/media', file)).toEqual(problem(409, 'UNIQUE_VIOLATION'));
  expect(await send(stakeholder, 'GET', '/v1/media')).toEqual(problem(403, 'PERMISSION_MISSING'));
  expect((await send(manager, 'GET', '/v1/media')).body.data).toHaveLength(1);
  expect((await send(manager, 'DELETE', `/v1/media/${noted.body.id}`)).status).toBe(204);

  const entries = await send(
    admin,
    'GET',
    `/v1/audit?entity=MediaFile&entityId=${noted.body.id}&order=createdAt`,
  );
  expect(entries.body.data.map((entry: { action: string }) => entry.action)).toEqual(['create', 'delete']);
  expect(entries.body.data[0]).toMatchObject({
    actorId: manager.user.id,
    ip: '127.0.0.1',
    userAgent: 'lightMyRequest',
  });
  expect(await send(manager, 'GET', '/v1/audit')).toEqual(problem(403, 'PERMISSION_MISSING'));
});
