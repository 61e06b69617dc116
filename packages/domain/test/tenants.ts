import { randomBytes } from 'node:crypto';
import { createDb, type Db, type TenantClient } from '@org/db';
import { createTestDatabase, type TestDatabase } from '@org/db-testing';

export interface TenantFixture {
  readonly database: TestDatabase;
  readonly db: Db;
  readonly tenantId: string;
  readonly client: TenantClient;
  /** Another tenant of the same database. */
  addTenant(slug: string): Promise<{ tenantId: string; client: TenantClient }>;
  close(): Promise<void>;
}

/** A database of its own with one tenant that has settings. */
export async function createTenantFixture(): Promise<TenantFixture> {
  const database = await createTestDatabase();
  const db = createDb({
    url: database.url('app'),
    adminUrl: database.url('admin'),
    masterKey: { id: 'test', key: new Uint8Array(randomBytes(32)) },
    cursorSecret: randomBytes(32).toString('hex'),
  });
  const addTenant = async (slug: string) => {
    const { id: tenantId } = await db.asAdmin({ actor: 'test', reason: 'make a tenant' }, (admin) =>
      admin.tenant.create({
        data: { slug, name: slug, status: 'ACTIVE', contactEmail: `${slug}@example.com` },
        select: { id: true },
      }),
    );
    const client = db.forTenant({ tenantId });
    await client.tenantSettings.create({ data: {} });
    return { tenantId, client };
  };
  const first = await addTenant('first');
  return {
    database,
    db,
    ...first,
    addTenant,
    async close() {
      await db.close();
      await database.drop();
    },
  };
}
