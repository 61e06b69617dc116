import { BAHINLINK } from './demo/bahinlink/tenant.ts';
import type { DemoTenant } from './demo/demo-tenant.ts';
import { DATA_PLATFORM } from './demo/stratibreak/data-platform.ts';
import { INTEGRATION } from './demo/stratibreak/integration.ts';
import { PORTAL_RELAUNCH } from './demo/stratibreak/portal-relaunch.ts';
import { STRATIBREAK } from './demo/stratibreak/tenant.ts';
import { BUILDERS } from './demo/summit-homes/customers.ts';
import { COMMUNITIES, JOBS } from './demo/summit-homes/jobs.ts';
import { MATERIALS, VENDORS } from './demo/summit-homes/materials.ts';
import { PLANS } from './demo/summit-homes/plans.ts';
import { SUMMIT_HOMES } from './demo/summit-homes/tenant.ts';
import { CUSTOMERS } from './demo/well-crafted/customers.ts';
import { ORDER } from './demo/well-crafted/order.ts';
import { PRODUCTS, SUPPLIER } from './demo/well-crafted/products.ts';
import { SALES_REP_EMAIL, TAX_RATES, WELL_CRAFTED } from './demo/well-crafted/tenant.ts';
import type { SeedLog } from './report.ts';
import type { SeedTransaction } from './seed-database.ts';
import { seedBuilders } from './steps/seed-builders.ts';
import { seedCommunities } from './steps/seed-communities.ts';
import { seedCustomers } from './steps/seed-customers.ts';
import { seedGuards } from './steps/seed-guards.ts';
import { seedIntegration } from './steps/seed-integration.ts';
import { seedJobs } from './steps/seed-jobs.ts';
import { seedMaterials, seedVendors } from './steps/seed-materials.ts';
import { seedOrder } from './steps/seed-order.ts';
import { seedPlans } from './steps/seed-plans.ts';
import { seedProducts, seedSupplier } from './steps/seed-products.ts';
import { seedProjects } from './steps/seed-projects.ts';
import { seedTaxRates } from './steps/seed-tax-rates.ts';
import { seedTenant, seedTenantSettings } from './steps/seed-tenant.ts';
import { seedUsers } from './steps/seed-users.ts';

/** Writes what is missing of a demo tenant. */
export async function seedDemoTenant(
  tx: SeedTransaction,
  log: SeedLog,
  { tenant, production }: { tenant: DemoTenant; production: boolean },
): Promise<void> {
  const { id: tenantId, count } = await seedTenant(tx, tenant);
  log.step('tenant', count);
  log.step('settings', await seedTenantSettings(tx, tenantId, tenant.settings));
  log.step('users', await seedUsers(tx, log, { tenantId, users: tenant.users, production }));
  if (tenant === WELL_CRAFTED) {
    await seedWellCrafted(tx, log, { tenantId, production });
  }
  if (tenant === SUMMIT_HOMES) {
    await seedSummitHomes(tx, log, tenantId);
  }
  if (tenant === BAHINLINK) await seedGuards(tx, log, tenantId);
  if (tenant === STRATIBREAK) {
    log.step('projects', await seedProjects(tx, tenantId, [PORTAL_RELAUNCH, DATA_PLATFORM]));
    log.step('integrations', await seedIntegration(tx, tenantId, INTEGRATION));
  }
}

/** Customers before products, whose prices name them; the order needs both. */
async function seedWellCrafted(
  tx: SeedTransaction,
  log: SeedLog,
  { tenantId, production }: { tenantId: string; production: boolean },
): Promise<void> {
  log.step('tax rates', await seedTaxRates(tx, tenantId, TAX_RATES));
  log.step(
    'customers',
    await seedCustomers(tx, log, {
      tenantId,
      customers: CUSTOMERS,
      salesRepEmail: SALES_REP_EMAIL,
      production,
    }),
  );
  log.step('suppliers', await seedSupplier(tx, tenantId, SUPPLIER));
  log.step('products', await seedProducts(tx, tenantId, { products: PRODUCTS, supplierCode: SUPPLIER.code }));
  log.step('orders', await seedOrder(tx, tenantId, ORDER));
}

/** Each step needs the ones before it: jobs are of a plan, on a lot, for a customer, with materials of vendors. */
async function seedSummitHomes(tx: SeedTransaction, log: SeedLog, tenantId: string): Promise<void> {
  log.step('vendors', await seedVendors(tx, tenantId, VENDORS));
  log.step('materials', await seedMaterials(tx, tenantId, MATERIALS));
  log.step('builder customers', await seedBuilders(tx, tenantId, BUILDERS));
  log.step('plans', await seedPlans(tx, tenantId, PLANS));
  log.step('communities', await seedCommunities(tx, tenantId, COMMUNITIES));
  log.step('jobs', await seedJobs(tx, tenantId, JOBS));
}
