import { DomainError } from '../errors.ts';
import type { PortalAccount } from './account.ts';
import type { AccountTable } from './account-table.ts';
import { originColumns } from './request-origin.ts';
import { revokeAll } from './revoke-all.ts';

/** Customers' users in `commerce.portal_users`, with sessions in `commerce.portal_sessions`. */
export const portalAccounts: AccountTable<PortalAccount> = {
  kind: 'portal',
  entity: 'PortalUser',

  // A portal user's own context may not write accounts and sessions; the service does it and says for whom.
  actingContext: (accountId) => ({ actingPortalUserId: accountId }),

  async findCredentials(store, email) {
    return await store.portalUser.findFirst({
      where: { email },
      select: { id: true, passwordHash: true },
    });
  },

  async admit(store) {
    const settings = await store.tenantSettings.findFirst({ select: { portalEnabled: true } });
    if (!settings?.portalEnabled) throw new DomainError('PORTAL_DISABLED');
  },

  async noteLogin(store, checked, newHash) {
    const { count } = await store.portalUser.updateMany({
      where: { id: checked.id, passwordHash: checked.passwordHash },
      data: { lastLoginAt: new Date(), ...(newHash === undefined ? {} : { passwordHash: newHash }) },
    });
    return count === 1;
  },

  async load(store, accountId) {
    const user = await store.portalUser.findFirst({
      where: {
        id: accountId,
        status: 'ACTIVE',
        customer: { deletedAt: null, status: { not: 'CLOSED' } },
      },
      include: { role: { include: { permissions: true } }, customer: true },
    });
    if (!user) return null;
    return {
      kind: 'portal',
      id: user.id,
      tenantId: user.tenantId,
      email: user.email,
      name: user.name,
      roles: [`${user.role.system}:${user.role.name}`],
      permissions: user.role.permissions.map((granted) => granted.permissionKey).sort(),
      customerId: user.customerId,
      customerName: user.customer.name,
      tier: user.customer.tier,
    };
  },

  async findSession(store, tokenHash) {
    const session = await store.portalSession.findFirst({ where: { tokenHash } });
    return session && { ...session, accountId: session.portalUserId };
  },

  async createSession(store, { accountId, familyId, tokenHash, expiresAt, request }) {
    await store.portalSession.create({
      data: { portalUserId: accountId, familyId, tokenHash, expiresAt, ...originColumns(request) },
    });
  },

  async hasLogin(store, portalUserId, familyId) {
    const where = { portalUserId, familyId, revokedAt: null, expiresAt: { gt: new Date() } };
    return (await store.portalSession.findFirst({ where, select: { id: true } })) !== null;
  },

  async rotateSession(store, sessionId) {
    const { count } = await store.portalSession.updateMany({
      where: { id: sessionId, rotatedAt: null, revokedAt: null },
      data: { rotatedAt: new Date() },
    });
    return count === 1;
  },

  async revokeFamily(store, familyId) {
    await revokeAll(() =>
      store.portalSession.updateMany({
        where: { familyId, revokedAt: null },
        data: { revokedAt: new Date() },
      }),
    );
  },
};
