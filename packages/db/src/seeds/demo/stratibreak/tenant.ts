import type { DemoTenant } from '../demo-tenant.ts';

/** The organisation of planning; its three logins are those that users of that system know. */
export const STRATIBREAK: DemoTenant = {
  slug: 'stratibreak',
  name: 'Stratibreak',
  status: 'ACTIVE',
  subscriptionTier: 'professional',
  contactEmail: 'admin@stratibreak.com',
  settings: {},
  users: [
    {
      name: 'Stratibreak Administrator',
      email: 'admin@stratibreak.com',
      password: 'admin123',
      roles: [{ system: 'planning', name: 'ADMIN' }],
    },
    {
      name: 'Stratibreak Project Manager',
      email: 'manager@stratibreak.com',
      password: 'manager123',
      roles: [{ system: 'planning', name: 'PROJECT_MANAGER' }],
    },
    {
      name: 'Stratibreak Stakeholder',
      email: 'user@stratibreak.com',
      password: 'user123',
      roles: [{ system: 'planning', name: 'STAKEHOLDER' }],
    },
  ],
};
