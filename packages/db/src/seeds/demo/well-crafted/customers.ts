/** A customer and its primary contact, who logs in to the portal. */
export interface CustomerSeed {
  readonly code: string;
  readonly name: string;
  readonly tier: 'basic' | 'standard' | 'premium';
  readonly paymentTerms: 'PREPAID' | 'NET15' | 'NET30' | 'NET60';
  readonly creditLimit: string;
  readonly email: string;
  readonly phone: string;
  readonly addressLine: string;
  readonly city: string;
  readonly state: string;
  readonly postalCode: string;
  readonly licenseNumber: string;
  readonly contact: { readonly name: string; readonly email: string; readonly password: string };
}

export const CUSTOMERS: readonly CustomerSeed[] = [
  {
    code: 'WC-001',
    name: 'Harborview Cellars',
    tier: 'premium',
    paymentTerms: 'NET30',
    creditLimit: '50000.00',
    email: 'office@harborview-cellars.example',
    phone: '+1 415 555 0101',
    addressLine: '12 Harbor Drive',
    city: 'Sausalito',
    state: 'CA',
    postalCode: '94965',
    licenseNumber: 'CA-20-118842',
    contact: {
      name: 'Elena Marsh',
      email: 'elena@harborview-cellars.example',
      password: 'demo-password',
    },
  },
  {
    code: 'WC-002',
    name: 'Downtown Wine & Spirits',
    tier: 'standard',
    paymentTerms: 'NET30',
    creditLimit: '20000.00',
    email: 'office@downtown-wine.example',
    phone: '+1 206 555 0102',
    addressLine: '480 Pike Street',
    city: 'Seattle',
    state: 'WA',
    postalCode: '98101',
    licenseNumber: 'WA-07-350416',
    contact: {
      name: 'Marcus Lee',
      email: 'marcus@downtown-wine.example',
      password: 'demo-password',
    },
  },
  {
    code: 'WC-003',
    name: 'Vineyard Market',
    tier: 'premium',
    paymentTerms: 'NET15',
    creditLimit: '30000.00',
    email: 'office@vineyard-market.example',
    phone: '+1 503 555 0103',
    addressLine: '77 Alder Street',
    city: 'Portland',
    state: 'OR',
    postalCode: '97205',
    licenseNumber: 'OR-11-207731',
    contact: {
      name: 'Priya Nair',
      email: 'priya@vineyard-market.example',
      password: 'demo-password',
    },
  },
];
