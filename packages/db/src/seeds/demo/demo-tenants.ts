import { BAHINLINK } from './bahinlink/tenant.ts';
import type { DemoTenant, SeedSystem } from './demo-tenant.ts';
import { STRATIBREAK } from './stratibreak/tenant.ts';
import { SUMMIT_HOMES } from './summit-homes/tenant.ts';
import { WELL_CRAFTED } from './well-crafted/tenant.ts';

/** The demo tenants that each system brings. */
export const DEMO_TENANTS: Readonly<Record<SeedSystem, readonly DemoTenant[]>> = {
  core: [STRATIBREAK, BAHINLINK, SUMMIT_HOMES],
  commerce: [WELL_CRAFTED],
  planning: [STRATIBREAK],
  construction: [SUMMIT_HOMES],
  workforce: [BAHINLINK],
};
