import type { StaffAccount } from './account.ts';
import type { AccountTable } from './account-table.ts';
import { permissionsOf, roleName, rolesWithPermissions } from './held-role.ts';
import { originColumns } from './request-origin.ts';
import { revokeAll } from './revoke-all.ts';

/** Staff in `core.users`, with sessions in `core.sessions`. */
export const staffAccounts: AccountTable<StaffAccount> = {
  kind: 'staff',
  entity: 'User',

  actingContext: (accountId) => ({ userId: accountId }),

  async findCredentials(store, email) {
    return await store.user.findFirst({
      where: { email },
      select: { id: true, passwordHash: true },
    });
  },

  async admit() {},

  async noteLogin(store, checked, newHash) {
    const { count } = await store.user.updateMany({
      where: { id: checked.id, passwordHash: checked.passwordHash },
      data: { lastLoginAt: new Date(), ...(newHash === undefined ? {} : { passwordHash: newHash }) },
    });
    return count === 1;
  },

  async load(store, accountId) {
    const user = await store.user.findFirst({
      where: { id: accountId, status: 'ACTIVE', isActive: true },
      include: { roles: { include: rolesWithPermissions } },
    });
    if (!user) return null;
    return {
      kind: 'staff',
      id: user.id,
      tenantId: user.tenantId,
      email: user.email,
      name: user.name,
      roles: user.roles.map(roleName).sort(),
      permissions: permissionsOf(user.roles),
    };
  },

  async findSession(store, tokenHash) {
    const session = await store.session.findFirst({ where: { tokenHash } });
    return session && { ...session, accountId: session.userId };
  },

  async createSession(store, { accountId, familyId, tokenHash, expiresAt, request }) {
    await store.session.create({
      data: { userId: accountId, familyId, tokenHash, expiresAt, ...originColumns(request) },
    });
  },

  async hasLogin(store, userId, familyId) {
    const where = { userId, familyId, revokedAt: null, expiresAt: { gt: new Date() } };
    return (await store.session.findFirst({ where, select: { id: true } })) !== null;
  },

  async rotateSession(store, sessionId) {
    const { count } = await store.session.updateMany({
      where: { id: sessionId, rotatedAt: null, revokedAt: null },
      data: { rotatedAt: new Date() },
    });
    return count === 1;
  },

  async revokeFamily(store, familyId) {
    await revokeAll(() =>
      store.session.updateMany({ where: { familyId, revokedAt: null }, data: { revokedAt: new Date() } }),
    );
  },
};
