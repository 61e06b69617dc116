import type { DemoTenant } from '../demo/demo-tenant.ts';
import type { StepCount } from '../report.ts';
import type { SeedTransaction } from '../seed-database.ts';
import type { TenantSettingsSeed } from '../tenant-definition.ts';

/** Writes the tenant unless its slug is taken, and returns its id. */
export async function seedTenant(
  tx: SeedTransaction,
  { slug, name, status, subscriptionTier, contactEmail }: Omit<DemoTenant, 'settings' | 'users'>,
): Promise<{ id: string; count: StepCount }> {
  const existing = await tx.tenant.findUnique({ where: { slug }, select: { id: true } });
  if (existing !== null) {
    return { id: existing.id, count: { created: 0, unchanged: 1 } };
  }
  const created = await tx.tenant.create({
    data: { slug, name, status, subscriptionTier, contactEmail },
    select: { id: true },
  });
  return { id: created.id, count: { created: 1, unchanged: 0 } };
}

/** Writes the tenant's settings if it has none. */
export async function seedTenantSettings(
  tx: SeedTransaction,
  tenantId: string,
  settings: TenantSettingsSeed,
): Promise<StepCount> {
  const existing = await tx.tenantSettings.count({ where: { tenantId } });
  if (existing > 0) {
    return { created: 0, unchanged: 1 };
  }
  // A field that is absent gets the database's default.
  const given = Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined));
  await tx.tenantSettings.create({ data: { tenantId, ...given } });
  return { created: 1, unchanged: 0 };
}
