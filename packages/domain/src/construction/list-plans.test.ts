import { setTimeout as sleep } from 'node:timers/promises';
import { createDb, type Db, type TenantClient } from '@org/db';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fillBuilders } from '../../test/fill-builders.ts';
import { createTenantFixture, type TenantFixture } from '../../test/tenants.ts';
import { listIndexPrices } from './list-index-prices.ts';
import { listJobs } from './list-jobs.ts';
import { listPriceHistory } from './list-price-history.ts';
import { listPurchaseOrders } from './list-purchase-orders.ts';
import { listTakeoffs } from './list-takeoffs.ts';
import { listVariancePatterns } from './list-variance-patterns.ts';
import { listVarianceReviews } from './list-variance-reviews.ts';
import { communities, lots } from './master-data/communities.ts';
import {
  builderCustomers,
  customerContacts,
  customerExternalIds,
  customerPrices,
  customerTiers,
} from './master-data/customers.ts';
import { materials, vendors } from './master-data/materials.ts';
import { planElevations, planOptions, plans, planTemplateItems } from './master-data/plans.ts';

interface Plan {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly Plans?: readonly Plan[];
}

let fixture: TenantFixture;
let db: Db;
let client: TenantClient;
let onPlan: ((plan: Plan) => void) | undefined;

// So that a plan holds a sort or reads a table whole only where no index serves the order or the filter; then few rows do.
const INDEXES_ONLY = ['seqscan', 'bitmapscan', 'sort'].map((name) => `-c enable_${name}=off`).join(' ');

beforeAll(async () => {
  fixture = await createTenantFixture();
  await fixture.addTenant('two');
  await fillBuilders(fixture.database.url('owner'), fixture.tenantId, 30);
  const url = new URL(fixture.database.url('app'));
  url.searchParams.set('options', INDEXES_ONLY);
  db = createDb({
    url: url.href,
    cursorSecret: 'a secret of more than thirty-two characters',
    slowStatements: {
      thresholdMs: 0,
      explain: true,
      report: ({ plan }) => plan && onPlan?.(plan as unknown as Plan),
    },
  });
  client = db.forTenant({ tenantId: fixture.tenantId });
});
afterAll(async () => {
  await db?.close();
  await fixture?.close();
});

function nodes(plan: Plan): Plan[] {
  return [plan, ...(plan.Plans ?? []).flatMap(nodes)];
}

/** The plan of the statement that reads a table of construction while something runs. */
async function planOf(table: string, run: () => Promise<{ data: unknown[] }>): Promise<Plan[]> {
  let found: Plan[] | undefined;
  onPlan = (plan) => {
    const all = nodes(plan);
    if (all.some((node) => node['Relation Name'] === table)) found = all;
  };
  // One plan is asked for at a time: a statement that ends meanwhile gets none.
  for (let attempt = 0; found === undefined && attempt < 200; attempt += 1) {
    const { data } = await run();
    expect(data.length, table).toBeGreaterThan(0);
    await sleep(25);
  }
  if (found === undefined) throw new Error(`No plan was reported for ${table}.`);
  return found;
}

const whole: readonly [string, () => Promise<{ data: unknown[] }>][] = [
  ['customers', () => builderCustomers.list(client)],
  ['customer_contacts', () => customerContacts.list(client)],
  ['customer_external_ids', () => customerExternalIds.list(client)],
  ['customer_pricing_tiers', () => customerTiers.list(client)],
  ['customer_pricing', () => customerPrices.list(client)],
  ['plans', () => plans.list(client)],
  ['plan_elevations', () => planElevations.list(client)],
  ['plan_options', () => planOptions.list(client)],
  ['plan_template_items', () => planTemplateItems.list(client)],
  ['vendors', () => vendors.list(client)],
  ['materials', () => materials.list(client)],
  ['communities', () => communities.list(client)],
  ['lots', () => lots.list(client)],
  ['jobs', () => listJobs(client)],
  ['takeoffs', () => listTakeoffs(client)],
  ['purchase_orders', () => listPurchaseOrders(client)],
  ['random_lengths_pricing', () => listIndexPrices(client)],
  ['variance_patterns', () => listVariancePatterns(client)],
];

test.each(whole)('a page of %s comes from an index, in its order', async (table, run) => {
  const types = (await planOf(table, run)).map((node) => node['Node Type']);
  expect(types).not.toContain('Seq Scan');
  expect(types).not.toContain('Sort');
});

test('a list that is narrowed to a parent or a status reads no table whole', async () => {
  const [job] = (await listJobs(client)).data;
  const [review] = (await listVarianceReviews(client)).data;
  const [item] = (await planTemplateItems.list(client)).data;
  const { customerId = '', planId = '' } = job ?? {};
  const materialId = item?.materialId ?? '';
  const narrowed: typeof whole = [
    ['customer_pricing', () => customerPrices.list(client, { customerId })],
    ['plan_template_items', () => planTemplateItems.list(client, { planId })],
    ['materials', () => materials.list(client, { category: 'LUMBER' })],
    ['jobs', () => listJobs(client, { status: 'PLANNED' })],
    ['takeoffs', () => listTakeoffs(client, { jobId: job?.id ?? '' })],
    ['purchase_orders', () => listPurchaseOrders(client, { status: 'DRAFT' })],
    ['variance_reviews', () => listVarianceReviews(client, { status: review?.status ?? 'PENDING' })],
    ['pricing_history', () => listPriceHistory(client, { materialId })],
  ];
  for (const [table, run] of narrowed) {
    const scans = (await planOf(table, run)).filter((node) => node['Node Type'] === 'Seq Scan');
    expect(scans, table).toEqual([]);
  }
});
