import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Accounts, openAccounts, PASSWORD } from '../../test/open-accounts.ts';
import { changePassword } from './change-password.ts';
import { createUser } from './create-user.ts';
import { deleteUser } from './delete-user.ts';
import { getUser } from './get-user.ts';
import { logInStaff } from './log-in.ts';
import { refreshSession } from './refresh-session.ts';
import { restoreUser } from './restore-user.ts';
import { updateUser } from './update-user.ts';

let accounts: Accounts;
let count = 0;
beforeAll(async () => {
  accounts = await openAccounts();
});
afterAll(() => accounts.close());

const asTenant = () => accounts.db.forTenant({ tenantId: accounts.tenantId });
const newEmail = () => {
  count += 1;
  return `new-${count}@vineyard.test`;
};
const create = (more: Partial<Parameters<typeof createUser>[1]> = {}) =>
  createUser(asTenant(), { name: 'Nora New', email: newEmail(), password: 'correct horse', ...more });
const logIn = (email: string, password = PASSWORD) =>
  logInStaff(accounts.db, { tenant: accounts.slug, email, password });
const clerk = { userId: crypto.randomUUID(), permissions: ['users:write', 'orders:read'] };

describe('createUser', () => {
  it('makes a user who can log in, and shows no hash', async () => {
    const user = await create({ roles: ['commerce:sales_manager', 'core:user'] });
    expect(user).toMatchObject({ name: 'Nora New', status: 'ACTIVE', isActive: true, emailVerified: false });
    expect(user.roles).toEqual(['commerce:sales_manager', 'core:user']);
    expect(JSON.stringify(user)).not.toContain('argon2');
    expect((await logIn(user.email)).account.id).toBe(user.id);
  });

  it('gives the default role when none is named, and takes the tenant’s own', async () => {
    expect((await create()).roles).toEqual(['core:user']);
    await asTenant().tenantRole.create({ data: { name: 'cellar: night' } });
    expect((await create({ roles: ['tenant:cellar: night'] })).roles).toEqual(['tenant:cellar: night']);
  });

  it('refuses an e-mail that is taken, in any case, and writes nothing', async () => {
    const { email } = await create();
    const before = await asTenant().user.count();
    await expect(create({ email: email.toUpperCase() })).rejects.toMatchObject({
      code: 'EMAIL_TAKEN',
      status: 409,
      fields: [{ field: 'email' }],
    });
    expect(await asTenant().user.count()).toBe(before);
  });

  it('names all roles that do not exist, and writes nothing', async () => {
    const before = await asTenant().user.count();
    await expect(create({ roles: ['commerce:emperor', 'core:user', 'tenant:none'] })).rejects.toMatchObject({
      code: 'ROLE_UNKNOWN',
      fields: [{ message: 'there is no role commerce:emperor' }, { message: 'there is no role tenant:none' }],
    });
    expect(await asTenant().user.count()).toBe(before);
  });

  it('gives no role with a right that the actor lacks', async () => {
    await expect(create({ actor: clerk, roles: ['commerce:sales_manager'] })).rejects.toMatchObject({
      code: 'PERMISSION_MISSING',
      message: expect.stringContaining('orders:write, users:read'),
    });
    expect((await create({ actor: clerk, roles: ['core:user'] })).roles).toEqual(['core:user']);
  });

  it.each([
    ['short', { password: 'seven77' }, 'INPUT_INVALID'],
    ['the e-mail', { email: 'same@vineyard.test', password: 'SAME@vineyard.test' }, 'PASSWORD_WEAK'],
    ['the name', { password: 'nora new' }, 'PASSWORD_WEAK'],
  ])('refuses a password that is %s', async (_, more, code) => {
    await expect(create(more)).rejects.toMatchObject({ code });
  });
});

describe('updateUser', () => {
  it('changes what is named and leaves the rest', async () => {
    const user = await create();
    const next = await updateUser(asTenant(), { id: user.id, name: 'Nora Next' });
    expect(next).toMatchObject({ ...user, name: 'Nora Next', updatedAt: expect.any(Date) });
  });

  it('counts a new e-mail as not verified', async () => {
    const user = await create();
    const verified = { emailVerified: true, emailVerifiedAt: new Date() };
    await asTenant().user.updateMany({ where: { id: user.id }, data: verified });
    expect(await updateUser(asTenant(), { id: user.id, email: user.email })).toMatchObject(verified);
    const next = await updateUser(asTenant(), { id: user.id, email: newEmail() });
    expect(next).toMatchObject({ emailVerified: false, emailVerifiedAt: null });
  });

  it('replaces the roles, and the audit tells only what changed', async () => {
    const user = await create({ roles: ['core:user'] });
    const next = await updateUser(asTenant(), {
      id: user.id,
      roles: ['commerce:sales_manager', 'core:user'],
    });
    expect(next.roles).toEqual(['commerce:sales_manager', 'core:user']);
    const written = await asTenant().auditLog.findMany({
      where: { entity: 'UserRole', payload: { path: ['after', 'user_id'], equals: user.id } },
    });
    expect(written).toHaveLength(2);
    expect((await updateUser(asTenant(), { id: user.id, roles: [] })).roles).toEqual([]);
  });

  it('ends the sessions of who is switched off', async () => {
    const user = await create();
    const { refreshToken } = await logIn(user.email);
    await updateUser(asTenant(), { id: user.id, status: 'SUSPENDED' });
    await updateUser(asTenant(), { id: user.id, status: 'ACTIVE' });
    await expect(refreshSession(accounts.db, { refreshToken })).rejects.toMatchObject({
      code: 'SESSION_INVALID',
    });
  });

  it('lets nobody take over an account with more rights, nor switch himself off', async () => {
    const boss = await create({ roles: ['commerce:sales_manager'] });
    const change = { id: boss.id, email: newEmail() };
    await expect(updateUser(asTenant(), { ...change, actor: clerk })).rejects.toMatchObject({
      code: 'PERMISSION_MISSING',
    });
    const self = {
      userId: boss.id,
      permissions: ['users:write', 'users:read', 'orders:read', 'orders:write'],
    };
    await expect(updateUser(asTenant(), { id: boss.id, isActive: false, actor: self })).rejects.toMatchObject(
      {
        code: 'CONFLICT',
      },
    );
    expect(await getUser(asTenant(), { id: boss.id })).toMatchObject({ email: boss.email, isActive: true });
  });

  it('changes nothing when a part is refused', async () => {
    const user = await create();
    const change = { id: user.id, name: 'Half', roles: ['commerce:emperor'] };
    await expect(updateUser(asTenant(), change)).rejects.toMatchObject({ code: 'ROLE_UNKNOWN' });
    expect(await getUser(asTenant(), { id: user.id })).toEqual(user);
  });
});

describe('deleteUser and restoreUser', () => {
  it('lets a user vanish, with his sessions, and come back with his roles', async () => {
    const user = await create({ roles: ['commerce:sales_manager'] });
    const { refreshToken } = await logIn(user.email);
    await deleteUser(asTenant(), { id: user.id });
    await expect(getUser(asTenant(), { id: user.id })).rejects.toMatchObject({
      code: 'NOT_FOUND',
      status: 404,
    });
    await expect(deleteUser(asTenant(), { id: user.id })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(refreshSession(accounts.db, { refreshToken })).rejects.toMatchObject({
      code: 'SESSION_INVALID',
    });
    expect((await getUser(asTenant(), { id: user.id, withDeleted: true })).deletedAt).toBeInstanceOf(Date);

    expect(await restoreUser(asTenant(), { id: user.id })).toMatchObject({
      roles: user.roles,
      deletedAt: null,
    });
    expect(await restoreUser(asTenant(), { id: user.id })).toMatchObject({ id: user.id });
    await logIn(user.email);
  });

  it('frees the e-mail; who got it keeps it', async () => {
    const user = await create();
    await deleteUser(asTenant(), { id: user.id });
    await create({ email: user.email });
    await expect(restoreUser(asTenant(), { id: user.id })).rejects.toMatchObject({ code: 'EMAIL_TAKEN' });
  });

  it('spares the actor himself, and who has more rights', async () => {
    const boss = await create({ roles: ['commerce:sales_manager'] });
    await expect(deleteUser(asTenant(), { id: boss.id, actor: clerk })).rejects.toMatchObject({
      code: 'PERMISSION_MISSING',
    });
    const self = { userId: boss.id, permissions: clerk.permissions };
    await expect(deleteUser(asTenant(), { id: boss.id, actor: self })).rejects.toMatchObject({
      code: 'CONFLICT',
    });
    expect((await getUser(asTenant(), { id: boss.id })).deletedAt).toBeNull();
  });

  it('finds nobody of another tenant', async () => {
    const user = await create();
    const stranger = accounts.db.forTenant({ tenantId: crypto.randomUUID() });
    await expect(getUser(stranger, { id: user.id })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(updateUser(stranger, { id: user.id, name: 'X' })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
    await expect(deleteUser(stranger, { id: user.id })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(restoreUser(stranger, { id: user.id })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});

describe('changePassword', () => {
  const change = (userId: string, currentPassword: string, newPassword: string) =>
    changePassword(asTenant(), { userId, currentPassword, newPassword });

  it('takes the new password from then on, ends all sessions, and tells the audit no secret', async () => {
    const user = await create();
    const { refreshToken } = await logIn(user.email);
    await change(user.id, PASSWORD, 'battery staple');
    await expect(refreshSession(accounts.db, { refreshToken })).rejects.toMatchObject({
      code: 'SESSION_INVALID',
    });
    await expect(logIn(user.email)).rejects.toMatchObject({ code: 'EMAIL_OR_PASSWORD_WRONG' });
    await logIn(user.email, 'battery staple');
    const audit = JSON.stringify(await asTenant().auditLog.findMany({ where: { entityId: user.id } }));
    expect(audit).toContain('password_change');
    expect(audit).not.toMatch(/battery|argon2/);
  });

  it('refuses a wrong password and a weak one', async () => {
    const user = await create();
    await expect(change(user.id, 'not it', 'battery staple')).rejects.toMatchObject({
      code: 'PASSWORD_WRONG',
    });
    await expect(change(user.id, PASSWORD, user.email)).rejects.toMatchObject({ code: 'PASSWORD_WEAK' });
    await logIn(user.email);
  });

  it('leaves no session of the old password, whenever it was made', async () => {
    const user = await create();
    await Promise.allSettled([
      logIn(user.email),
      change(user.id, PASSWORD, 'battery staple'),
      logIn(user.email),
    ]);
    const open = await asTenant().session.count({ where: { userId: user.id, revokedAt: null } });
    expect(open).toBe(0);
  });
});
