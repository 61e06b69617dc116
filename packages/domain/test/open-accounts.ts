import { createDb, type Db } from '@org/db';
import { createTestDatabase } from '@org/db-testing';
import { hashPassword } from '../src/core/password-hash.ts';

/** A database with a tenant, roles and accounts; everything that tests of logging in and of users need. */
export interface Accounts {
  readonly db: Db;
  readonly tenantId: string;
  readonly slug: string;
  /** Role ids by name. */
  readonly roles: { readonly manager: string; readonly user: string; readonly portal: string };
  addUser(account: { email: string; passwordHash?: string; name?: string; role?: string }): Promise<string>;
  addPortalUser(account: { email: string }): Promise<{ id: string; customerId: string }>;
  close(): Promise<void>;
}

export const PASSWORD = 'correct horse';

export async function openAccounts(): Promise<Accounts> {
  const database = await createTestDatabase();
  const db = createDb({ url: database.url(), adminUrl: database.url('admin'), pool: { max: 5 } });
  const passwordHash = await hashPassword(PASSWORD);

  const made = await db.asAdmin({ actor: 'test', reason: 'fixture' }, async (admin) => {
    const tenant = await admin.tenant.create({
      data: {
        slug: 'vineyard',
        name: 'Vineyard',
        status: 'ACTIVE',
        contactEmail: 'office@vineyard.test',
        settings: { create: { portalEnabled: true } },
      },
    });
    const keys = ['orders:read', 'orders:write', 'users:read', 'users:write', 'portal:read'];
    await admin.permission.createMany({ data: keys.map((key) => ({ key, description: key })) });
    const role = (name: string, system: 'core' | 'commerce', granted: readonly string[]) =>
      admin.role.create({
        data: {
          system,
          name,
          description: name,
          permissions: { create: granted.map((permissionKey) => ({ permissionKey })) },
        },
      });
    const manager = await role('sales_manager', 'commerce', [
      'orders:read',
      'orders:write',
      'users:read',
      'users:write',
    ]);
    const user = await role('user', 'core', ['orders:read']);
    const portal = await role('portal_user', 'commerce', ['portal:read']);
    return { tenantId: tenant.id, roles: { manager: manager.id, user: user.id, portal: portal.id } };
  });
  const client = db.forTenant({ tenantId: made.tenantId });

  return {
    db,
    ...made,
    slug: 'vineyard',
    async addUser(account) {
      const { id } = await client.user.create({
        data: {
          name: account.name ?? 'Vera Vintner',
          email: account.email,
          passwordHash: account.passwordHash ?? passwordHash,
          status: 'ACTIVE',
        },
      });
      await client.userRole.create({ data: { userId: id, roleId: account.role ?? made.roles.manager } });
      return id;
    },
    async addPortalUser({ email }) {
      const customer = await client.customer.create({
        data: { code: `C-${email}`.slice(0, 50), name: 'Harbor Cellars', state: 'CA', tier: 'premium' },
      });
      const { id } = await client.portalUser.create({
        data: {
          customerId: customer.id,
          roleId: made.roles.portal,
          name: 'Pia Port',
          email,
          passwordHash,
          status: 'ACTIVE',
        },
      });
      return { id, customerId: customer.id };
    },
    async close() {
      await db.close();
      await database.drop();
    },
  };
}
