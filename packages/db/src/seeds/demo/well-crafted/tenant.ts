import type { TaxRateSeed } from '../../tenant-definition.ts';
import type { DemoTenant } from '../demo-tenant.ts';

/** E-mail of the rep who looks after the customers and took the order. */
export const SALES_REP_EMAIL = 'rep@wellcrafted.com';

/** The wine distributor of commerce. */
export const WELL_CRAFTED: DemoTenant = {
  slug: 'well-crafted',
  name: 'Well Crafted',
  status: 'ACTIVE',
  subscriptionTier: 'enterprise',
  contactEmail: 'admin@wellcrafted.com',
  settings: {
    defaultCurrency: 'USD',
    timezone: 'America/Los_Angeles',
    dateFormat: 'MM/DD/YYYY',
    revenueHealthDropPercent: '15',
    minimumOrdersForHealth: 3,
    defaultSampleAllowancePerRep: 60,
    requireManagerApprovalAbove: '5000.00',
    minimumOrdersForPaceCalc: 3,
    paceRiskThresholdDays: 15,
    portalEnabled: true,
    cartEnabled: true,
    invoiceVisibility: 'DELIVERED',
  },
  users: [
    {
      name: 'Avery Collins',
      email: 'admin@wellcrafted.com',
      password: 'demo-password',
      roles: [{ system: 'commerce', name: 'admin' }],
    },
    {
      name: 'Morgan Reyes',
      email: 'manager@wellcrafted.com',
      password: 'demo-password',
      roles: [{ system: 'commerce', name: 'sales_manager' }],
    },
    {
      name: 'Jordan Pike',
      email: SALES_REP_EMAIL,
      password: 'demo-password',
      roles: [{ system: 'commerce', name: 'sales_rep' }],
    },
  ],
};

/** Round rates for a demonstration, not those of the law. */
export const TAX_RATES: readonly TaxRateSeed[] = [
  { state: 'CA', rate: '0.09', validFrom: '2020-01-01' },
  { state: 'OR', rate: '0', validFrom: '2020-01-01' },
  { state: 'WA', rate: '0.1', validFrom: '2020-01-01' },
];
