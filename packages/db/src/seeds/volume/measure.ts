import { ADDITIONS } from './additions/additions.ts';
import type { History, Multiple } from './multiply.ts';

export const SCHEMAS = ['core', 'commerce', 'construction', 'planning', 'workforce'];

/** The tables of the demo that grow, with the rows that the first of each has at scale 1 over all tenants. */
const HISTORIES: readonly (History & { readonly rows: number })[] = [
  {
    tables: [
      'construction.takeoff_line_items',
      'construction.lots',
      'construction.jobs',
      'construction.job_options',
      'construction.takeoffs',
      'construction.takeoff_validations',
      'construction.purchase_orders',
      'construction.purchase_order_lines',
    ],
    rows: 1_000_000,
    days: 7,
  },
  {
    tables: [
      'workforce.shifts',
      'workforce.shift_assignments',
      'workforce.attendance',
      'workforce.geofence_validations',
      'workforce.geofence_violations',
    ],
    rows: 1_000_000,
    // The demo's roster has a bit more than two weeks, and nobody works twice at a time.
    days: 21,
  },
];

/** Tables whose indexes are built when all rows are there. */
export const LARGE: readonly string[] = [
  ...HISTORIES.flatMap(({ tables }) => tables),
  ...ADDITIONS.filter(({ rows }) => rows >= 200_000).map(({ into }) => into),
];

/** Tables whose rows additions belong to. */
export const PARENTS: ReadonlySet<string> = new Set(
  ADDITIONS.flatMap(({ of, and }) => [of.replace(/ WHERE .*/, ''), ...(and ? [and] : [])]),
);

/** What a tenant has once; of construction all master data, whose prices have a long history. */
const ONCE =
  /^(construction\..*|core\.tenant_settings|core\.system_configurations|commerce\.state_tax_rates|commerce\.compliance_filings)$/;

/** Keys, what they encrypt and what they prove; and the audit of the demo, as it has entries enough. */
const LEFT_OUT = new Set([
  'core.audit_logs',
  'core.tenant_keys',
  'core.integration_tokens',
  'core.webhook_subscriptions',
  'core.webhook_deliveries',
  'core.sessions',
  'core.api_keys',
  'core.api_key_rates',
  'commerce.portal_sessions',
]);

export function isLeftOut(table: string): boolean {
  return LEFT_OUT.has(table);
}

export function multipleOf(table: string): Multiple {
  const history = HISTORIES.find(({ tables }) => tables.includes(table));
  return { copied: !ONCE.test(table), ...(history ? { history } : {}) };
}

interface Measure {
  readonly history: History | undefined;
  /** Rows of each table in the tenants that are copied. */
  readonly counts: ReadonlyMap<string, number>;
  readonly tenants: number;
  readonly copies: number;
  readonly scale: number;
}

/** How often a history is repeated in each tenant. */
export function repetitions({ history, counts, tenants, copies, scale }: Measure): number[] {
  const rows = HISTORIES.find((one) => one === history)?.rows ?? 0;
  const lead = history?.tables[0] ?? '';
  const once = (counts.get(lead) || 1) * (multipleOf(lead).copied ? copies : 1);
  return shares(tenants, (rows * scale) / once);
}

/** Shares a number out among tenants: the first gets ten times as much as the last, and none less than 1. */
export function shares(tenants: number, all: number): number[] {
  const weights = Array.from({ length: tenants }, (_, index) => 1 / (tenants / 9 + index));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => Math.max(1, Math.round((all * weight) / total)));
}
