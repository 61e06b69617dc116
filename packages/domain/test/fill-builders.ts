import { createDb } from '@org/db';

const TABLES = [
  ['customers', 'id, code, name', "md5('c' || n || t.id)::uuid, 'C-' || n, 'Customer ' || n"],
  ['customer_contacts', 'customer_id, name', "md5('c' || n || t.id)::uuid, 'Contact'"],
  [
    'customer_external_ids',
    'customer_id, system, external_id',
    "md5('c' || n || t.id)::uuid, 'erp', n::text",
  ],
  [
    'customer_pricing_tiers',
    'customer_id, tier, valid_from',
    "md5('c' || n || t.id)::uuid, 'VOLUME', date '2026-01-01'",
  ],
  ['vendors', 'id, code, name', "md5('v' || n || t.id)::uuid, 'V-' || n, 'Vendor'"],
  [
    'materials',
    'id, vendor_id, sku, name, category, unit, current_cost',
    "md5('m' || n || t.id)::uuid, md5('v' || n || t.id)::uuid, 'M-' || n, 'Material', 'LUMBER', 'EA', 1",
  ],
  [
    'customer_pricing',
    'customer_id, material_id, unit_price, valid_from',
    "md5('c' || n || t.id)::uuid, md5('m' || n || t.id)::uuid, 1, date '2026-01-01'",
  ],
  [
    'pricing_history',
    'material_id, unit_cost, source, valid_from',
    "md5('m' || n || t.id)::uuid, 1, 'MANUAL', date '2026-01-01'",
  ],
  [
    'random_lengths_pricing',
    'species, grade, size, region, price_per_mbf, week_of',
    "'SPF', n::text, '2x4', 'West', 400, date '2026-01-05'",
  ],
  ['plans', 'id, code, name', "md5('p' || n || t.id)::uuid, 'P-' || n, 'Plan'"],
  [
    'plan_elevations',
    'id, plan_id, code, name',
    "md5('e' || n || t.id)::uuid, md5('p' || n || t.id)::uuid, 'A', 'A'",
  ],
  ['plan_options', 'plan_id, code, name', "md5('p' || n || t.id)::uuid, 'X', 'X'"],
  [
    'plan_template_items',
    'id, plan_id, material_id, quantity, unit',
    "md5('i' || n || t.id)::uuid, md5('p' || n || t.id)::uuid, md5('m' || n || t.id)::uuid, 1, 'EA'",
  ],
  ['communities', 'id, code, name', "md5('o' || n || t.id)::uuid, 'O-' || n, 'Community'"],
  ['lots', 'id, community_id, number', "md5('l' || n || t.id)::uuid, md5('o' || n || t.id)::uuid, '1'"],
  [
    'jobs',
    'id, code, lot_id, plan_id, elevation_id, customer_id',
    "md5('j' || n || t.id)::uuid, 'J-' || n, md5('l' || n || t.id)::uuid, md5('p' || n || t.id)::uuid, md5('e' || n || t.id)::uuid, md5('c' || n || t.id)::uuid",
  ],
  [
    'takeoffs',
    'id, number, job_id, customer_id, priced_on',
    "md5('t' || n || t.id)::uuid, 'T-' || n, md5('j' || n || t.id)::uuid, md5('c' || n || t.id)::uuid, date '2026-01-01'",
  ],
  [
    'purchase_orders',
    'number, takeoff_id, vendor_id, total',
    "'O-' || n, md5('t' || n || t.id)::uuid, md5('v' || n || t.id)::uuid, 1",
  ],
  [
    'variance_patterns',
    'id, scope, subject_id, material_id, sample_size, mean, deviation, confidence',
    "md5('a' || n || t.id)::uuid, 'MATERIAL', md5('m' || n || t.id)::uuid, md5('m' || n || t.id)::uuid, 3, 0.1, 0, 1",
  ],
  [
    'variance_reviews',
    'pattern_id, sample_size, mean, deviation, confidence',
    "md5('a' || n || t.id)::uuid, 3, 0.1, 0, 1",
  ],
] as const;

/** Gives each tenant of a database the same number of rows in every list of construction, and tells the planner. */
export async function fillBuilders(ownerUrl: string, tenantId: string, rowsPerTenant: number): Promise<void> {
  const db = createDb({ url: ownerUrl, pool: { max: 1 } });
  // The owner sees all tenants, whichever is the context's.
  const owner = db.forTenant({ tenantId });
  try {
    for (const [table, columns, values] of TABLES) {
      const name = `construction.${table}`;
      // The audit would be most of the work.
      await owner.$executeRawUnsafe(`ALTER TABLE ${name} DISABLE TRIGGER USER`);
      await owner.$executeRawUnsafe(
        `INSERT INTO ${name} (tenant_id, created_at, ${columns})
         SELECT t.id, now() - make_interval(secs => n), ${values}
         FROM core.tenants t, generate_series(1, $1::int) AS n`,
        rowsPerTenant,
      );
      await owner.$executeRawUnsafe(`ALTER TABLE ${name} ENABLE TRIGGER USER`);
      await owner.$executeRawUnsafe(`ANALYZE ${name}`);
    }
  } finally {
    await db.close();
  }
}
