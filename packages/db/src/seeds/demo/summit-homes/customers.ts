import type { $Enums } from '../../../../generated/prisma/client.ts';

/** A customer with its contacts, its tier and what it negotiated. */
export interface BuilderSeed {
  readonly code: string;
  readonly name: string;
  readonly email: string;
  readonly city: string;
  readonly contacts: readonly {
    readonly name: string;
    readonly title: string;
    readonly email: string;
    readonly isPrimary: boolean;
  }[];
  readonly externalIds: Readonly<Record<string, string>>;
  readonly tier: { readonly name: $Enums.PricingTier; readonly adjustmentPercent: string };
  /** Unit prices by SKU. */
  readonly prices: Readonly<Record<string, string>>;
}

/** Two years before the first run: before every price and takeoff of the seeds. */
export const TERMS_DAYS_AGO = 730;

export const BUILDERS: readonly BuilderSeed[] = [
  {
    code: 'SH-C-001',
    name: 'Cascade Custom Homes',
    email: 'office@cascade-custom.example',
    city: 'Denver',
    contacts: [
      { name: 'Nadia Okafor', title: 'Purchasing', email: 'nadia@cascade-custom.example', isPrimary: true },
      { name: 'Tom Reyes', title: 'Site manager', email: 'tom@cascade-custom.example', isPrimary: false },
    ],
    externalIds: { quickbooks: '1001', buildertrend: 'BT-55120' },
    tier: { name: 'VOLUME', adjustmentPercent: '-7.5' },
    prices: { 'ROF-SHINGLE': '89.9', 'WIN-3050': '261.5', 'CON-REBAR4': '0.6125' },
  },
  {
    code: 'SH-C-002',
    name: 'Prairie Sky Builders',
    email: 'office@prairie-sky.example',
    city: 'Aurora',
    contacts: [{ name: 'Ellen Park', title: 'Owner', email: 'ellen@prairie-sky.example', isPrimary: true }],
    externalIds: { quickbooks: '1002' },
    tier: { name: 'PREFERRED', adjustmentPercent: '-4' },
    prices: { 'SID-LAP': '10.6525' },
  },
  {
    code: 'SH-C-003',
    name: 'Hearthstone Living',
    email: 'office@hearthstone.example',
    city: 'Boulder',
    contacts: [
      { name: 'Luis Romero', title: 'Estimator', email: 'luis@hearthstone.example', isPrimary: true },
    ],
    externalIds: { quickbooks: '1003' },
    tier: { name: 'STANDARD', adjustmentPercent: '0' },
    prices: {},
  },
];
