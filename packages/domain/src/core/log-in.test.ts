import { hash as bcryptHash } from 'bcryptjs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Accounts, openAccounts, PASSWORD } from '../../test/open-accounts.ts';
import { logInPortalUser, logInStaff } from './log-in.ts';

let accounts: Accounts;
beforeAll(async () => {
  accounts = await openAccounts();
});
afterAll(() => accounts.close());

const asTenant = () => accounts.db.forTenant({ tenantId: accounts.tenantId });
const logIn = (email: string, password = PASSWORD, tenant = accounts.slug) =>
  logInStaff(accounts.db, { tenant, email, password });
const wrong = { code: 'EMAIL_OR_PASSWORD_WRONG', status: 401, message: 'E-mail or password is wrong.' };

describe('logInStaff', () => {
  it('gives the account with roles and permissions, whatever the case of the e-mail', async () => {
    const id = await accounts.addUser({ email: 'vera@vineyard.test' });
    const { account, refreshToken, expiresAt } = await logIn(' Vera@Vineyard.Test ');
    expect(account).toEqual({
      kind: 'staff',
      id,
      tenantId: accounts.tenantId,
      email: 'vera@vineyard.test',
      name: 'Vera Vintner',
      roles: ['commerce:sales_manager'],
      permissions: ['orders:read', 'orders:write', 'users:read', 'users:write'],
    });
    expect(refreshToken.startsWith(`staff.${accounts.tenantId}.`)).toBe(true);
    expect(expiresAt.getTime()).toBeGreaterThan(Date.now());
  });

  it('joins the permissions of system roles and of the tenant’s own', async () => {
    const id = await accounts.addUser({ email: 'own-role@vineyard.test', role: accounts.roles.user });
    const role = await asTenant().tenantRole.create({ data: { name: 'picker' } });
    await asTenant().tenantRolePermission.createMany({
      data: ['orders:read', 'orders:write'].map((permissionKey) => ({
        tenantRoleId: role.id,
        permissionKey,
      })),
    });
    await asTenant().userRole.create({ data: { userId: id, tenantRoleId: role.id } });
    const { account } = await logIn('own-role@vineyard.test');
    expect(account.roles).toEqual(['core:user', 'tenant:picker']);
    expect(account.permissions).toEqual(['orders:read', 'orders:write']);
  });

  it('notes the time, stores no token, and writes the login to the audit with its origin', async () => {
    const id = await accounts.addUser({ email: 'noted@vineyard.test' });
    const request = { id: 'req-1', ip: '192.0.2.7', userAgent: 'test' };
    const session = await logInStaff(accounts.db, {
      tenant: accounts.slug,
      email: 'noted@vineyard.test',
      password: PASSWORD,
      request,
    });
    const user = await asTenant().user.findFirstOrThrow({ where: { id }, include: { sessions: true } });
    expect(user.lastLoginAt).toBeInstanceOf(Date);
    expect(user.sessions).toHaveLength(1);
    expect(user.sessions[0]).toMatchObject({ ip: '192.0.2.7', userAgent: 'test', revokedAt: null });
    expect(JSON.stringify(user.sessions)).not.toContain(session.refreshToken.split('.')[2]);
    const audit = await asTenant().auditLog.findMany({ where: { entityId: id, action: 'login' } });
    expect(audit).toMatchObject([{ actorType: 'USER', actorId: id, requestId: 'req-1', ip: '192.0.2.7' }]);
  });

  it('takes a bcrypt hash of an older system and replaces it by argon2id', async () => {
    const passwordHash = await bcryptHash('old password', 4);
    const id = await accounts.addUser({ email: 'legacy@vineyard.test', passwordHash });
    const hashNow = async () => (await asTenant().user.findFirstOrThrow({ where: { id } })).passwordHash;

    await expect(logIn('legacy@vineyard.test', 'other password')).rejects.toMatchObject(wrong);
    expect(await hashNow()).toBe(passwordHash);

    await logIn('legacy@vineyard.test', 'old password');
    expect(await hashNow()).toMatch(/^\$argon2id\$/);
    await logIn('legacy@vineyard.test', 'old password');
  });

  it('lets both of two simultaneous logins with a bcrypt hash in', async () => {
    const passwordHash = await bcryptHash('old password', 4);
    await accounts.addUser({ email: 'twice@vineyard.test', passwordHash });
    const both = await Promise.all([1, 2].map(() => logIn('twice@vineyard.test', 'old password')));
    expect(both).toHaveLength(2);
  });

  it('answers the same for whatever is wrong', async () => {
    const client = asTenant();
    await accounts.addUser({ email: 'there@vineyard.test' });
    const inactive = await accounts.addUser({ email: 'inactive@vineyard.test' });
    await client.user.updateMany({ where: { id: inactive }, data: { isActive: false } });
    const suspended = await accounts.addUser({ email: 'suspended@vineyard.test' });
    await client.user.updateMany({ where: { id: suspended }, data: { status: 'SUSPENDED' } });
    const deleted = await accounts.addUser({ email: 'deleted@vineyard.test' });
    await client.user.updateMany({ where: { id: deleted }, data: { deletedAt: new Date() } });
    await accounts.addUser({ email: 'broken@vineyard.test', passwordHash: 'not a hash' });

    const tries = [
      logIn('there@vineyard.test', 'not it'),
      logIn('nobody@vineyard.test'),
      logIn('inactive@vineyard.test'),
      logIn('suspended@vineyard.test'),
      logIn('deleted@vineyard.test'),
      logIn('broken@vineyard.test'),
      logIn('there@vineyard.test', PASSWORD, 'no-such-tenant'),
    ];
    for (const one of await Promise.allSettled(tries)) {
      expect(one).toMatchObject({ status: 'rejected', reason: wrong });
    }
    expect(await client.session.count({ where: { userId: { in: [inactive, suspended, deleted] } } })).toBe(0);
  });

  it('verifies a password and takes its time also where there is no account', async () => {
    const time = async (email: string, tenant?: string) => {
      const started = performance.now();
      await logIn(email, 'not it', tenant).catch(() => undefined);
      return performance.now() - started;
    };
    await accounts.addUser({ email: 'timed@vineyard.test' });
    const times = [
      await time('timed@vineyard.test'),
      await time('unknown@vineyard.test'),
      await time('timed@vineyard.test', 'no-such-tenant'),
    ];
    // The floor below which no refusal is answered; it hides what remains of the differences.
    for (const one of times) expect(one).toBeGreaterThanOrEqual(349);
  });

  it('writes what failed to the audit, without the password', async () => {
    const id = await accounts.addUser({ email: 'audited@vineyard.test' });
    await logIn('audited@vineyard.test', 'sesame-open').catch(() => undefined);
    await logIn('ghost@vineyard.test', 'sesame-open').catch(() => undefined);
    const failed = await asTenant().auditLog.findMany({
      where: { action: 'login_failed', payload: { path: ['email'], string_contains: '@vineyard.test' } },
    });
    expect(failed).toContainEqual(
      expect.objectContaining({
        entityId: id,
        actorType: 'SYSTEM',
        payload: { email: 'audited@vineyard.test' },
      }),
    );
    expect(failed).toContainEqual(
      expect.objectContaining({ entityId: null, payload: { email: 'ghost@vineyard.test' } }),
    );
    expect(JSON.stringify(await asTenant().auditLog.findMany())).not.toContain('sesame-open');
  });

  it('names every field that is wrong, and no value', async () => {
    await expect(logIn('no e-mail', '')).rejects.toMatchObject({
      code: 'INPUT_INVALID',
      fields: [{ field: 'email' }, { field: 'password' }],
    });
  });
});

describe('a tenant that is closed', () => {
  it.each(['SUSPENDED', 'ARCHIVED'] as const)('is refused like a wrong password when %s', async (status) => {
    const email = `${status.toLowerCase()}-tenant@vineyard.test`;
    await accounts.addUser({ email });
    const set = (next: 'ACTIVE' | typeof status) =>
      accounts.db.asAdmin({ actor: 'test', reason: 'status' }, (admin) =>
        admin.tenant.updateMany({ where: { id: accounts.tenantId }, data: { status: next } }),
      );
    await set(status);
    try {
      await expect(logIn(email)).rejects.toMatchObject(wrong);
    } finally {
      await set('ACTIVE');
    }
    await logIn(email);
  });
});

describe('logInPortalUser', () => {
  const logInPortal = (email: string, password = PASSWORD) =>
    logInPortalUser(accounts.db, { tenant: accounts.slug, email, password });

  it('gives the account with its customer', async () => {
    const { id, customerId } = await accounts.addPortalUser({ email: 'pia@harbor.test' });
    const { account, refreshToken } = await logInPortal('pia@harbor.test');
    expect(account).toEqual({
      kind: 'portal',
      id,
      tenantId: accounts.tenantId,
      email: 'pia@harbor.test',
      name: 'Pia Port',
      roles: ['commerce:portal_user'],
      permissions: ['portal:read'],
      customerId,
      customerName: 'Harbor Cellars',
      tier: 'premium',
    });
    expect(refreshToken.startsWith('portal.')).toBe(true);
    const audit = await asTenant().auditLog.findMany({ where: { entityId: id, action: 'login' } });
    expect(audit).toMatchObject([{ actorType: 'PORTAL_USER', actorId: id, entity: 'PortalUser' }]);
  });

  it('keeps staff and portal users apart', async () => {
    await accounts.addUser({ email: 'staff-only@vineyard.test' });
    await accounts.addPortalUser({ email: 'portal-only@harbor.test' });
    await expect(logInPortal('staff-only@vineyard.test')).rejects.toMatchObject(wrong);
    await expect(logIn('portal-only@harbor.test')).rejects.toMatchObject(wrong);
  });

  it('refuses users of a closed customer', async () => {
    const { customerId } = await accounts.addPortalUser({ email: 'closed@harbor.test' });
    await asTenant().customer.updateMany({ where: { id: customerId }, data: { status: 'CLOSED' } });
    await expect(logInPortal('closed@harbor.test')).rejects.toMatchObject(wrong);
  });

  it('says that the portal is off only to who knows the password', async () => {
    await accounts.addPortalUser({ email: 'off@harbor.test' });
    const client = asTenant();
    await client.tenantSettings.updateMany({ data: { portalEnabled: false } });
    try {
      await expect(logInPortal('off@harbor.test')).rejects.toMatchObject({
        code: 'PORTAL_DISABLED',
        status: 403,
      });
      await expect(logInPortal('off@harbor.test', 'not it')).rejects.toMatchObject(wrong);
    } finally {
      await client.tenantSettings.updateMany({ data: { portalEnabled: true } });
    }
  });
});
