import type { DemoTenant } from '../demo-tenant.ts';
import { AGENTS, CLIENTS, SUPERVISOR_EMAIL } from './people.ts';

const PASSWORD = 'demo-password';

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
      password: PASSWORD,
      roles: [{ system: 'workforce', name: 'ADMIN' }],
    },
    {
      name: 'Sofia Reyes',
      email: SUPERVISOR_EMAIL,
      password: PASSWORD,
      roles: [{ system: 'workforce', name: 'SUPERVISOR' }],
    },
    ...AGENTS.map(({ firstName, lastName, email }) => ({
      name: `${firstName} ${lastName}`,
      email,
      password: PASSWORD,
      roles: [{ system: 'workforce', name: 'AGENT' } as const],
    })),
    ...CLIENTS.map(({ contactName, contactEmail }) => ({
      name: contactName,
      email: contactEmail,
      password: PASSWORD,
      roles: [{ system: 'workforce', name: 'CLIENT' } as const],
    })),
  ],
};
