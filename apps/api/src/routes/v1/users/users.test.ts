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
    expect(created.headers['location']).toBe(`/v1/users/${user.id}`);
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
