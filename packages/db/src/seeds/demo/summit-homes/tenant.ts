import type { DemoTenant } from '../demo-tenant.ts';

/** The builder of construction. */
export const SUMMIT_HOMES: DemoTenant = {
  slug: 'summit-homes',
  name: 'Summit Homes',
  status: 'ACTIVE',
  subscriptionTier: 'professional',
  contactEmail: 'admin@summit-homes.com',
  settings: { timezone: 'America/Denver' },
  users: [
    {
      name: 'Summit Homes Administrator',
      email: 'admin@summit-homes.com',
      password: 'demo-password',
      roles: [{ system: 'construction', name: 'ADMIN' }],
    },
  ],
};
