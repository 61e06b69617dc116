import { type Db, DbError, type TenantClient } from '@org/db';

/** Whether the client's own tenant may be used: it is neither suspended nor archived. */
export async function isOpenTenant(client: Pick<TenantClient, 'tenant'>): Promise<boolean> {
  const tenant = await client.tenant.findFirst({ select: { status: true } });
  return tenant?.status === 'TRIAL' || tenant?.status === 'ACTIVE';
}

/** The id of the tenant with this slug, or null when there is none that may be used. */
export async function findOpenTenant(db: Db, slug: string): Promise<string | null> {
  try {
    const tenant = await db.resolveTenant(slug);
    return tenant.usable ? tenant.id : null;
  } catch (error) {
    if (error instanceof DbError && error.code === 'TENANT_UNKNOWN') return null;
    throw error;
  }
}
