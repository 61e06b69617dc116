import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Api, type Login, openApi } from '../../../../test/open-api.ts';

let api: Api;
let admin: Login;
let manager: Login;
let count = 0;
beforeAll(async () => {
  api = await openApi();
  admin = await api.logIn('admin@stratibreak.com', 'stratibreak');
  manager = await api.logIn('manager@wellcrafted.com');
});
afterAll(() => api.close());

const newUser = () => {
  count += 1;
  return { name: 'Nora New', email: `nora-${count}@stratibreak.com`, password: 'correct horse' };
};
const create = (more: object = {}) => api.request(admin, 'POST', '/v1/users', { ...newUser(), ...more });

describe('/v1/users', () => {
  it('creates, shows, changes, deletes and restores a user', async () => {
    const created = await create({ roles: ['planning:STAKEHOLDER'] });
    expect(created.statusCode).toBe(201);
    const user = created.json();
    expect(created.headers.location).toBe(`/v1/users/${user.id}`);
    expect(user).toMatchObject({ name: 'Nora New', roles: ['planning:STAKEHOLDER'], lastLoginAt: null });
    expect(user.createdAt).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    expect(created.body).not.toMatch(/argon2|passwordHash/i);

    const address = `/v1/users/${user.id}`;
    expect((await api.request(admin, 'GET', address)).json()).toEqual(user);
    const changed = await api.request(admin, 'PATCH', address, { name: 'Nora Next', isActive: false });
    expect(changed.json()).toMatchObject({ name: 'Nora Next', isActive: false, email: user.email });

    expect((await api.request(admin, 'DELETE', address)).statusCode).toBe(204);
    expect((await api.request(admin, 'GET', address)).json()).toMatchObject({
      status: 404,
      code: 'NOT_FOUND',
    });
    const restored = await api.request(admin, 'POST', `${address}/restore`);
    expect(restored.json()).toMatchObject({ id: user.id, deletedAt: null, roles: ['planning:STAKEHOLDER'] });
  });

  it('says which e-mail is taken and which role there is not', async () => {
    const user = newUser();
    await create(user);
    expect((await create(user)).json()).toMatchObject({
      status: 409,
      code: 'EMAIL_TAKEN',
      errors: [{ field: 'email' }],
    });
    expect((await create({ roles: ['planning:EMPEROR'] })).json()).toMatchObject({
      status: 422,
      code: 'ROLE_UNKNOWN',
    });
  });

  it('refuses what its schema does not know, naming the field', async () => {
    const response = await create({ passwordHash: 'x' });
    expect(response.json()).toMatchObject({ status: 400, code: 'VALIDATION_FAILED' });
    const wrongId = await api.request(admin, 'GET', '/v1/users/17');
    expect(wrongId.json()).toMatchObject({ status: 400, errors: [{ in: 'params', field: 'id' }] });
  });

  it('gives nobody more rights than the giver has', async () => {
    const response = await create({ roles: ['commerce:admin'] });
    expect(response.json()).toMatchObject({ status: 403, code: 'PERMISSION_MISSING' });
  });

  it('lets only those do it who may', async () => {
    const response = await api.request(manager, 'POST', '/v1/users', newUser());
    expect(response.json()).toMatchObject({ status: 403, code: 'PERMISSION_MISSING' });
    expect(response.json().detail).toContain('users:write');
    expect(response.headers['www-authenticate']).toContain('insufficient_scope');
    expect((await api.request(null, 'POST', '/v1/users', newUser())).statusCode).toBe(401);
  });

  it('knows nobody of another tenant', async () => {
    const { id } = manager.user;
    for (const [method, url, body] of [
      ['GET', `/v1/users/${id}`, undefined],
      ['PATCH', `/v1/users/${id}`, { name: 'Taken' }],
      ['DELETE', `/v1/users/${id}`, undefined],
      ['POST', `/v1/users/${id}/restore`, undefined],
    ] as const) {
      expect((await api.request(admin, method, url, body)).json()).toMatchObject({
        status: 404,
        code: 'NOT_FOUND',
      });
    }
    expect((await api.request(manager, 'GET', `/v1/users/${id}`)).json().name).not.toBe('Taken');
  });

  it('spares who does it', async () => {
    const address = `/v1/users/${admin.user.id}`;
    expect((await api.request(admin, 'DELETE', address)).json()).toMatchObject({
      status: 409,
      code: 'CONFLICT',
    });
    const off = await api.request(admin, 'PATCH', address, { status: 'SUSPENDED' });
    expect(off.statusCode).toBe(409);
  });

  it('tells the audit who did it, from where', async () => {
    const { id } = (await create()).json();
    const client = api.db.forTenant({ tenantId: admin.user.tenantId });
    const rows = await client.auditLog.findMany({
      where: { entity: 'User', entityId: id, action: 'create' },
    });
    expect(rows).toMatchObject([{ actorType: 'USER', actorId: admin.user.id, ip: '127.0.0.1' }]);
    expect(rows[0]?.requestId).toBeTruthy();
  });
});

describe('GET /v1/users', () => {
  const list = async (login: Login, query = '') => {
    const response = await api.request(login, 'GET', `/v1/users${query}`);
    return { status: response.statusCode, ...response.json() };
  };
  const names = (page: { data: { email: string }[] }) => page.data.map(({ email }) => email);

  beforeAll(async () => {
    const client = api.db.forTenant({ tenantId: admin.user.tenantId });
    await client.user.createMany({
      data: Array.from({ length: 25 }, (_, index) => ({
        name: `Page ${index % 3}`,
        email: `page-${String(index).padStart(2, '0')}@stratibreak.com`,
        passwordHash: 'none',
        status: index % 2 === 0 ? 'ACTIVE' : 'PENDING',
        isActive: index !== 4,
        lastLoginAt: index < 10 ? new Date(2026, 0, index + 1) : null,
      })),
    });
  });

  it('walks through all pages and back, each user once', async () => {
    const seen: string[] = [];
    let page = await list(admin, '?q=page-&limit=10&order=email');
    expect(page.page.previous).toBeNull();
    for (;;) {
      seen.push(...names(page));
      if (page.page.next === null) break;
      page = await list(admin, `?q=page-&limit=10&order=email&cursor=${page.page.next}`);
    }
    expect(seen).toHaveLength(25);
    expect(seen).toEqual([...seen].sort());
    const back = await list(admin, `?q=page-&limit=10&order=email&cursor=${page.page.previous}`);
    expect(names(back)).toEqual(seen.slice(10, 20));
  });

  it.each(['createdAt', '-createdAt', 'name', '-name', 'email', '-email', 'lastLoginAt', '-lastLoginAt'])(
    'loses and repeats nobody in the order %s',
    async (order) => {
      const seen: string[] = [];
      let cursor = '';
      do {
        const page = await list(admin, `?q=page&limit=7&order=${order}${cursor}`);
        seen.push(...names(page));
        cursor = page.page.next === null ? '' : `&cursor=${page.page.next}`;
      } while (cursor !== '');
      expect(new Set(seen).size).toBe(25);
      expect(seen).toHaveLength(25);
    },
  );

  it('filters by status, activity, role, and the beginning of e-mail or name', async () => {
    expect((await list(admin, '?q=page&limit=100&status=PENDING')).data).toHaveLength(12);
    expect(names(await list(admin, '?q=page&isActive=false'))).toEqual(['page-04@stratibreak.com']);
    expect(names(await list(admin, '?role=planning:PROJECT_MANAGER'))).toEqual(['manager@stratibreak.com']);
    expect(names(await list(admin, '?role=PROJECT_MANAGER'))).toEqual(['manager@stratibreak.com']);
    expect((await list(admin, '?role=planning:EMPEROR')).data).toEqual([]);
    expect((await list(admin, '?q=PAGE-1&limit=100')).data).toHaveLength(10);
    expect((await list(admin, '?q=page%202&limit=100')).data).toHaveLength(8);
    expect((await list(admin, '?q=%25')).data).toEqual([]);
    expect((await list(admin, '?q=_age')).data).toEqual([]);
  });

  it('shows deleted users only when asked', async () => {
    const { id, email } = (await create()).json();
    await api.request(admin, 'DELETE', `/v1/users/${id}`);
    expect((await list(admin, `?q=${email}`)).data).toEqual([]);
    expect((await list(admin, `?q=${email}&deleted=true`)).data).toMatchObject([{ id }]);
  });

  it('refuses a cursor of somebody else, of another filter, order or list, and one that was changed', async () => {
    const query = '?limit=1&order=email';
    const { page } = await list(admin, query);
    const invalid = { status: 400, code: 'CURSOR_INVALID' };
    expect(await list(manager, `${query}&cursor=${page.next}`)).toMatchObject(invalid);
    expect(await list(admin, `${query}&status=ACTIVE&cursor=${page.next}`)).toMatchObject(invalid);
    expect(await list(admin, `?limit=1&order=name&cursor=${page.next}`)).toMatchObject(invalid);
    expect(await list(admin, `${query}&cursor=A${page.next}`)).toMatchObject(invalid);
    expect(await list(admin, `${query}&cursor=x`)).toMatchObject(invalid);
  });

  it.each([
    'limit=0',
    'limit=101',
    'limit=x',
    'order=passwordHash',
    'status=GONE',
    'isActive=maybe',
    'filter=x',
    'limit=',
  ])('refuses ?%s', async (query) => {
    expect(await list(admin, `?${query}`)).toMatchObject({ status: 400, code: 'VALIDATION_FAILED' });
  });

  it('shows no hash, and nobody of another tenant', async () => {
    const response = await api.request(manager, 'GET', '/v1/users?limit=100');
    expect(response.body).not.toMatch(/argon2|passwordHash|stratibreak/);
    expect(response.json().data.length).toBeGreaterThan(0);
  });
});
