import type { DemoTenant } from './demo-tenant.ts';

/** The security company of workforce. */
export const BAHINLINK: DemoTenant = {
  slug: 'bahinlink',
  name: 'Bahinlink Security',
  status: 'ACTIVE',
  subscriptionTier: 'professional',
  contactEmail: 'admin@bahinlink.com',
  settings: { timezone: 'America/New_York' },
  users: [
    {
      name: 'Bahinlink Administrator',
      email: 'admin@bahinlink.com',
      password: 'demo-password',
      roles: [{ system: 'workforce', name: 'ADMIN' }],
    },
  ],
};
