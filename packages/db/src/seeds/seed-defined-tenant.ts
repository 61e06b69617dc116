import type { SeedLog } from './report.ts';
import { ADMINISTRATOR_ROLES } from './roles.ts';
import type { SeedTransaction } from './seed-database.ts';
import { seedTaxRates } from './steps/seed-tax-rates.ts';
import { seedTenant, seedTenantSettings } from './steps/seed-tenant.ts';
import { seedUsers } from './steps/seed-users.ts';
import type { ParsedTenantDefinition } from './tenant-definition.ts';

/**
 * Adds the tenant of a definition. A tenant that exists is left wholly alone, whatever the definition says: it may be
 * in use, and an administrator must not get in by a file whose slug is another's.
 */
export async function seedDefinedTenant(
  tx: SeedTransaction,
  log: SeedLog,
  { definition, production }: { definition: ParsedTenantDefinition; production: boolean },
): Promise<void> {
  const { administrator, settings, taxRates } = definition;
  const { id: tenantId, count } = await seedTenant(tx, definition);
  log.step('tenant', count);
  if (count.created === 0) {
    return;
  }
  log.step('settings', await seedTenantSettings(tx, tenantId, settings));
  if (administrator !== undefined) {
    const { systems, ...person } = administrator;
    const roles = [...new Set(systems)].map((system) => ({ system, name: ADMINISTRATOR_ROLES[system] }));
    log.step('users', await seedUsers(tx, log, { tenantId, users: [{ ...person, roles }], production }));
  }
  log.step('tax rates', await seedTaxRates(tx, tenantId, taxRates));
}
