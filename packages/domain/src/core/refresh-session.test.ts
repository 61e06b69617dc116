import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Accounts, openAccounts, PASSWORD } from '../../test/open-accounts.ts';
import { logInPortalUser, logInStaff } from './log-in.ts';
import { logOut } from './log-out.ts';
import { refreshSession } from './refresh-session.ts';

let accounts: Accounts;
let count = 0;
beforeAll(async () => {
  accounts = await openAccounts();
});
afterAll(() => accounts.close());

const asTenant = () => accounts.db.forTenant({ tenantId: accounts.tenantId });
const refresh = (refreshToken: string) => refreshSession(accounts.db, { refreshToken });
const invalid = { code: 'SESSION_INVALID', status: 401 };

async function loggedIn() {
  count += 1;
  const email = `user-${count}@vineyard.test`;
  const id = await accounts.addUser({ email });
  const logIn = () => logInStaff(accounts.db, { tenant: accounts.slug, email, password: PASSWORD });
  return { id, logIn, token: (await logIn()).refreshToken };
}

describe('refreshSession', () => {
  it('gives a new token and the account as it is now, and does not move the end', async () => {
    const { id, logIn } = await loggedIn();
    const first = await logIn();
    await asTenant().user.updateMany({ where: { id }, data: { name: 'Vera Renamed' } });
    const next = await refresh(first.refreshToken);
    expect(next.refreshToken).not.toBe(first.refreshToken);
    expect(next.account).toMatchObject({ id, name: 'Vera Renamed', roles: ['commerce:sales_manager'] });
    expect(next.expiresAt).toEqual(first.expiresAt);
    expect((await refresh(next.refreshToken)).account.id).toBe(id);
  });

  it('ends all sessions of the login when a replaced token is used, and no others', async () => {
    const { id, logIn, token } = await loggedIn();
    const other = await logIn();
    const next = await refresh(token);
    await expect(refresh(token)).rejects.toMatchObject(invalid);
    await expect(refresh(next.refreshToken)).rejects.toMatchObject(invalid);
    await refresh(other.refreshToken);
    const audit = await asTenant().auditLog.count({ where: { entityId: id, action: 'session_reuse' } });
    expect(audit).toBe(1);
  });

  it('lets one of several simultaneous refreshes win', async () => {
    const { token } = await loggedIn();
    const results = await Promise.allSettled([1, 2, 3, 4].map(() => refresh(token)));
    const won = results.filter((result) => result.status === 'fulfilled');
    expect(won).toHaveLength(1);
    for (const result of results) {
      if (result.status === 'rejected')
        expect(['SESSION_ALREADY_REFRESHED', 'SESSION_INVALID']).toContain(result.reason.code);
    }
    const open = await asTenant().session.count({
      where: { rotatedAt: null, revokedAt: null, userId: won[0]?.value.account.id ?? '' },
    });
    expect(open).toBeLessThanOrEqual(1);
  });

  it('leaves nothing open when a login is ended while it is refreshed', async () => {
    const { id, token } = await loggedIn();
    await Promise.allSettled([refresh(token), logOut(accounts.db, { refreshToken: token })]);
    const open = await asTenant().session.count({ where: { userId: id, rotatedAt: null, revokedAt: null } });
    expect(open).toBe(0);
  });

  it.each([
    ['a user who was switched off', { isActive: false }],
    ['a user who was suspended', { status: 'SUSPENDED' as const }],
    ['a deleted user', { deletedAt: new Date() }],
  ])('refuses %s, for good', async (_, change) => {
    const { id, token } = await loggedIn();
    await asTenant().user.updateMany({ where: { id }, data: change });
    await expect(refresh(token)).rejects.toMatchObject(invalid);
    await asTenant().user.updateMany({
      where: { id },
      data: { isActive: true, status: 'ACTIVE', deletedAt: null },
    });
    await expect(refresh(token)).rejects.toMatchObject(invalid);
  });

  it('refuses a session that has expired', async () => {
    const { id, token } = await loggedIn();
    await asTenant().session.updateMany({
      where: { userId: id },
      data: { expiresAt: new Date(Date.now() - 1) },
    });
    await expect(refresh(token)).rejects.toMatchObject(invalid);
  });

  it('refuses a suspended tenant', async () => {
    const { token } = await loggedIn();
    const set = (status: 'ACTIVE' | 'SUSPENDED') =>
      accounts.db.asAdmin({ actor: 'test', reason: 'status' }, (admin) =>
        admin.tenant.updateMany({ where: { id: accounts.tenantId }, data: { status } }),
      );
    await set('SUSPENDED');
    await expect(refresh(token)).rejects.toMatchObject(invalid);
    await set('ACTIVE');
  });

  it.each([
    ['empty of sense', 'x'],
    ['of no kind', `admin.${crypto.randomUUID()}.${'a'.repeat(43)}`],
    ['of no tenant', `staff.nobody.${'a'.repeat(43)}`],
    ['of an unknown tenant', `staff.${crypto.randomUUID()}.${'a'.repeat(43)}`],
    ['too short', `staff.${crypto.randomUUID()}.abc`],
  ])('refuses a token that is %s', async (_, token) => {
    await expect(refresh(token)).rejects.toMatchObject(invalid);
  });

  it('refuses a token under another tenant or kind', async () => {
    const { token } = await loggedIn();
    const secret = token.split('.')[2];
    await expect(refresh(`portal.${accounts.tenantId}.${secret}`)).rejects.toMatchObject(invalid);
    await expect(refresh(`staff.${crypto.randomUUID()}.${secret}`)).rejects.toMatchObject(invalid);
    await refresh(token);
  });

  it('refreshes portal users, until the portal is switched off', async () => {
    const { id } = await accounts.addPortalUser({ email: 'pia@harbor.test' });
    const login = { tenant: accounts.slug, email: 'pia@harbor.test', password: PASSWORD };
    const { refreshToken } = await logInPortalUser(accounts.db, login);
    const next = await refresh(refreshToken);
    expect(next.account).toMatchObject({ kind: 'portal', id, customerName: 'Harbor Cellars' });
    await asTenant().tenantSettings.updateMany({ data: { portalEnabled: false } });
    await expect(refresh(next.refreshToken)).rejects.toMatchObject({ code: 'PORTAL_DISABLED' });
    await asTenant().tenantSettings.updateMany({ data: { portalEnabled: true } });
    await refresh(next.refreshToken);
  });
});

describe('logOut', () => {
  it('ends the login and says so in the audit; doing it twice is no error', async () => {
    const { id, logIn, token } = await loggedIn();
    const other = await logIn();
    const next = await refresh(token);
    await logOut(accounts.db, { refreshToken: next.refreshToken });
    await logOut(accounts.db, { refreshToken: next.refreshToken });
    await expect(refresh(next.refreshToken)).rejects.toMatchObject(invalid);
    await refresh(other.refreshToken);
    const audit = await asTenant().auditLog.findMany({ where: { entityId: id, action: 'logout' } });
    expect(audit).toHaveLength(1);
  });

  it('refuses a token that it does not know', async () => {
    await expect(logOut(accounts.db, { refreshToken: 'x' })).rejects.toMatchObject(invalid);
    const unknown = `staff.${accounts.tenantId}.${'a'.repeat(43)}`;
    await expect(logOut(accounts.db, { refreshToken: unknown })).rejects.toMatchObject(invalid);
  });
});
