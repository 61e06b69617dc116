import { afterAll, beforeAll, expect, it } from 'vitest';
import { buildApp } from '../src/app.ts';
import { type Api, type Login, openApi } from './open-api.ts';
import { problem, sender } from './requests.ts';

let api: Api;
let admin: Login;
const send = sender(() => api);
const revoked = problem(401, 'TOKEN_REVOKED');
const password = 'correct horse battery';

beforeAll(async () => {
  api = await openApi();
  admin = await api.logIn('admin@stratibreak.com', 'stratibreak');
});
afterAll(() => api.close());

/** Somebody new, logged in: what changes below happens after his token was made. */
async function hire(name: string, roles: string[]) {
  const email = `${name.toLowerCase()}@stratibreak.com`;
  const { id } = (await send(admin, 'POST', '/v1/users', { name, email, password, roles })).body;
  const login = await send(null, 'POST', '/auth/login', { tenant: 'stratibreak', email, password });
  return { url: `/v1/users/${id}`, login: login.body as Login };
}
const project = { name: 'P', startsOn: '2026-01-05', dueOn: '2026-03-30' };

it('who is suspended is out at his next request, and must log in anew when he is not', async () => {
  const { url, login } = await hire('Ada', ['planning:STAKEHOLDER']);
  expect((await send(login, 'GET', '/v1/projects')).status).toBe(200);
  await send(admin, 'PATCH', url, { status: 'SUSPENDED' });
  expect(await send(login, 'GET', '/v1/projects')).toEqual(revoked);
  await send(admin, 'PATCH', url, { status: 'ACTIVE' });
  expect(await send(login, 'GET', '/v1/projects')).toEqual(revoked);
  const body = { tenant: 'stratibreak', email: 'ada@stratibreak.com', password };
  const again = (await send(null, 'POST', '/auth/login', body)).body;
  expect((await send(again, 'GET', '/v1/projects')).status).toBe(200);
  await send(admin, 'DELETE', url);
  expect(await send(again, 'GET', '/v1/projects')).toEqual(revoked);
});

it('other roles count from the next request on, for more and for less', async () => {
  const { url, login } = await hire('Ben', ['planning:STAKEHOLDER']);
  expect(await send(login, 'POST', '/v1/projects', project)).toEqual(problem(403, 'PERMISSION_MISSING'));
  await send(admin, 'PATCH', url, { roles: ['planning:PROJECT_MANAGER'] });
  expect((await send(login, 'POST', '/v1/projects', project)).status).toBe(201);
  await send(admin, 'PATCH', url, { roles: ['core:user'] });
  expect(await send(login, 'GET', '/v1/projects')).toEqual(problem(403, 'PERMISSION_MISSING'));
});

it('a tenant that is closed lets nobody in any more', async () => {
  const builder = await api.logIn('admin@summit-homes.com', 'summit-homes');
  const setStatus = (status: 'ACTIVE' | 'SUSPENDED') =>
    api.db.asAdmin({ actor: 'test', reason: 'close and open' }, (platform) =>
      platform.tenant.updateMany({ where: { slug: 'summit-homes' }, data: { status } }),
    );
  await setStatus('SUSPENDED');
  expect(await send(builder, 'GET', '/v1/construction/jobs')).toEqual(revoked);
  await setStatus('ACTIVE');
  expect((await send(builder, 'GET', '/v1/construction/jobs')).status).toBe(200);
});

it('so too for portal users, and for the portal as a whole', async () => {
  const manager = await api.logIn('manager@wellcrafted.com');
  const harbor = await api.logInPortal('elena@harborview-cellars.example');
  const url = `/v1/portal-users/${harbor.user.id}`;
  await send(manager, 'PATCH', url, { status: 'SUSPENDED' });
  expect(await send(harbor, 'GET', '/v1/orders')).toEqual(revoked);
  await send(manager, 'PATCH', url, { status: 'ACTIVE' });
  const again = await api.logInPortal('elena@harborview-cellars.example');
  expect((await send(again, 'GET', '/v1/orders')).status).toBe(200);
  const client = api.db.forTenant({ tenantId: manager.user.tenantId });
  await client.tenantSettings.updateMany({ data: { portalEnabled: false } });
  expect(await send(again, 'GET', '/v1/orders')).toEqual(problem(403, 'PORTAL_DISABLED'));
});

it('a token ends with its login, and with no other', async () => {
  const { login } = await hire('Dora', ['planning:STAKEHOLDER']);
  const email = 'dora@stratibreak.com';
  const again = await send(null, 'POST', '/auth/login', { tenant: 'stratibreak', email, password });
  const { body: next } = await send(null, 'POST', '/auth/refresh', { refreshToken: login.refreshToken });
  expect((await send(login, 'GET', '/v1/projects')).status).toBe(200);
  await send(null, 'POST', '/auth/logout', { refreshToken: next.refreshToken });
  for (const ended of [login, next]) expect(await send(ended, 'GET', '/v1/projects')).toEqual(revoked);
  expect((await send(again.body, 'GET', '/v1/projects')).status).toBe(200);
  await send(again.body, 'POST', '/v1/me/password', {
    currentPassword: password,
    newPassword: 'another long one',
  });
  expect(await send(again.body, 'GET', '/v1/projects')).toEqual(revoked);
});

it('is remembered for as long as the configuration says, and no longer', async () => {
  const { url, login } = await hire('Cleo', ['planning:STAKEHOLDER']);
  const app = await buildApp({ ...api.config, accessCheckMs: 1_000 }, api.db);
  try {
    const ask = async () => {
      const headers = { authorization: `Bearer ${login.accessToken}` };
      return (await app.inject({ url: '/v1/projects', headers })).statusCode;
    };
    expect(await ask()).toBe(200);
    await send(admin, 'PATCH', url, { status: 'SUSPENDED' });
    await expect.poll(ask).toBe(401);
  } finally {
    await app.close();
  }
});
