import { createTestDatabase, type TestDatabase } from '@org/db-testing';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Prisma } from '../generated/prisma/client.ts';

// What the construction system was promised, against the live catalog.
let database: TestDatabase;
let owner: pg.Client;

beforeAll(async () => {
  database = await createTestDatabase();
  owner = new pg.Client({ connectionString: database.url('owner') });
  await owner.connect();
});
afterAll(async () => {
  await owner?.end();
  await database?.drop();
});

const MODELS = {
  'shared, in core': { User: 'users', AuditLog: 'audit_logs', Notification: 'notifications' },
  foundation: {
    ConstructionCustomer: 'customers',
    CustomerContact: 'customer_contacts',
    CustomerPricingTier: 'customer_pricing_tiers',
    CustomerExternalId: 'customer_external_ids',
    CustomerPricing: 'customer_pricing',
  },
  plans: {
    Plan: 'plans',
    PlanElevation: 'plan_elevations',
    PlanOption: 'plan_options',
    PlanTemplateItem: 'plan_template_items',
  },
  materials: {
    Material: 'materials',
    Vendor: 'vendors',
    PricingHistory: 'pricing_history',
    RandomLengthsPricing: 'random_lengths_pricing',
  },
  operations: { Community: 'communities', Lot: 'lots', Job: 'jobs', JobOption: 'job_options' },
  takeoffs: {
    Takeoff: 'takeoffs',
    TakeoffLineItem: 'takeoff_line_items',
    TakeoffValidation: 'takeoff_validations',
  },
  transactions: { PurchaseOrder: 'purchase_orders' },
  intelligence: { VariancePattern: 'variance_patterns', VarianceReview: 'variance_reviews' },
};

const ENUMS = {
  takeoff_status: ['DRAFT', 'SUBMITTED', 'VALIDATED', 'APPROVED', 'REJECTED'],
  purchase_order_status: ['DRAFT', 'ISSUED', 'ACKNOWLEDGED', 'RECEIVED', 'CANCELLED'],
  variance_scope: ['PLAN', 'OPTION', 'COMMUNITY', 'MATERIAL'],
};

const UNIQUE = [
  'customers_code_key',
  'customers_email_key',
  'customer_external_ids_tenant_id_system_external_id_key',
  'plans_code_key',
  'materials_sku_key',
  'vendors_code_key',
  'communities_code_key',
  'lots_number_key',
  'jobs_code_key',
  'takeoffs_tenant_id_number_key',
  'purchase_orders_tenant_id_number_key',
  'purchase_orders_tenant_id_takeoff_id_vendor_id_key',
];

async function column(sql: string): Promise<string[]> {
  const { rows } = await owner.query<{ name: string }>(sql);
  return rows.map((row) => row.name);
}

test('all 26 models have their table, and purchase orders have lines', async () => {
  const wanted = Object.entries(MODELS).flatMap(([group, models]) => {
    const schema = group === 'shared, in core' ? 'core' : 'construction';
    return Object.entries(models).map(([model, table]) => ({ model, table: `${schema}.${table}` }));
  });
  expect(wanted).toHaveLength(26);
  expect(Object.keys(Prisma.ModelName)).toEqual(expect.arrayContaining(wanted.map(({ model }) => model)));
  const tables = await column(
    `SELECT format('%s.%s', schemaname, tablename) AS name FROM pg_tables WHERE schemaname IN ('core', 'construction')`,
  );
  expect(tables).toEqual(expect.arrayContaining(wanted.map(({ table }) => table)));
  const own = wanted.map(({ table }) => table).filter((table) => table.startsWith('construction.'));
  expect(tables.filter((name) => name.startsWith('construction.')).sort()).toEqual(
    [...own, 'construction.purchase_order_lines'].sort(),
  );
});

test('the vocabularies are enums with exactly these values', async () => {
  for (const [name, values] of Object.entries(ENUMS)) {
    expect(
      await column(
        `SELECT enumlabel AS name FROM pg_enum WHERE enumtypid = 'construction.${name}'::regtype ORDER BY enumsortorder`,
      ),
    ).toEqual(values);
  }
});

test('more than 20 valid indexes serve the lists, beside those of keys and references', async () => {
  const lists = await column(`
    SELECT c.relname AS name FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
    WHERE c.relnamespace = 'construction'::regnamespace AND i.indisvalid AND NOT i.indisunique AND NOT i.indisexclusion
      AND NOT EXISTS (
        SELECT FROM pg_constraint f WHERE f.conrelid = i.indrelid AND f.contype = 'f' AND cardinality(f.conkey) > 1
          AND f.conkey::int2[] <@ (i.indkey::int2[])[0:cardinality(f.conkey) - 1])`);
  expect(lists.length).toBeGreaterThanOrEqual(20);
  const unique = await column(`
    SELECT c.relname AS name FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
    WHERE c.relnamespace = 'construction'::regnamespace AND i.indisunique`);
  expect(unique).toEqual(expect.arrayContaining(UNIQUE));
});

test('prices hold fractions of a cent', async () => {
  expect(
    await column(`
      SELECT format('%s.%s', table_name, column_name) AS name FROM information_schema.columns
      WHERE table_schema = 'construction' AND data_type IN ('real', 'double precision')
         OR table_schema = 'construction' AND column_name IN ('unit_cost', 'unit_price', 'current_cost') AND numeric_scale < 4`),
  ).toEqual([]);
});

describe('the database refuses', () => {
  const [customer, material, vendor, plan] = [1, 2, 3, 4].map(
    (n) => `00000000-0000-7000-8000-00000000000${n}`,
  );

  beforeAll(async () => {
    await owner.query(`
      WITH t AS (INSERT INTO core.tenants (slug, name, contact_email) VALUES ('b', 'B', 'a@b.example') RETURNING id)
      SELECT set_config('app.current_tenant_id', id::text, false) FROM t;
      INSERT INTO construction.customers (id, code, name) VALUES ('${customer}', 'C', 'C');
      INSERT INTO construction.vendors (id, code, name) VALUES ('${vendor}', 'V', 'V');
      INSERT INTO construction.materials (id, vendor_id, sku, name, category, unit)
        VALUES ('${material}', '${vendor}', 'M', 'M', 'LUMBER', 'EA');
      INSERT INTO construction.plans (id, code, name) VALUES ('${plan}', 'P', 'P');
      INSERT INTO construction.customer_pricing (customer_id, material_id, unit_price, valid_from)
        VALUES ('${customer}', '${material}', 1.2345, '2026-01-01');`);
  });

  test.each([
    [
      'a second price of a customer for the same days',
      `INSERT INTO construction.customer_pricing (customer_id, material_id, unit_price, valid_from)
       VALUES ('${customer}', '${material}', 2, '2026-06-01')`,
      '23P01',
    ],
    [
      'a period that ends before it starts',
      `INSERT INTO construction.customer_pricing_tiers (customer_id, tier, valid_from, valid_to)
       VALUES ('${customer}', 'VOLUME', '2026-02-01', '2026-01-01')`,
      '23514',
    ],
    ['a negative cost', `UPDATE construction.materials SET current_cost = -1`, '23514'],
    ['a currency that is none', `UPDATE construction.materials SET currency = 'us'`, '23514'],
    ['half an index series', `UPDATE construction.materials SET species = 'SPF'`, '23514'],
    [
      'more waste than material',
      `INSERT INTO construction.plan_template_items (plan_id, material_id, quantity, unit, waste_factor)
       VALUES ('${plan}', '${material}', 1, 'EA', 1.5)`,
      '23514',
    ],
    [
      'a unit that is not the material’s',
      `INSERT INTO construction.plan_template_items (plan_id, material_id, quantity, unit)
       VALUES ('${plan}', '${material}', 1, 'LF')`,
      '23503',
    ],
    [
      'an index week that starts on a Tuesday',
      `INSERT INTO construction.random_lengths_pricing (species, grade, size, region, price_per_mbf, week_of)
       VALUES ('SPF', '2', '2x4', 'West', 400, '2026-01-06')`,
      '23514',
    ],
    [
      'a second SKU of the same name',
      `INSERT INTO construction.materials (vendor_id, sku, name, category, unit)
       VALUES ('${vendor}', 'M', 'M', 'LUMBER', 'EA')`,
      '23505',
    ],
  ])('%s', async (_what, sql, code) => {
    await expect(owner.query(sql)).rejects.toMatchObject({ code });
  });

  test('no SKU of a deleted material, which is free again', async () => {
    await owner.query(`UPDATE construction.materials SET deleted_at = now(), is_active = false`);
    const { rowCount } = await owner.query(
      `INSERT INTO construction.materials (vendor_id, sku, name, category, unit) VALUES ('${vendor}', 'M', 'M', 'LUMBER', 'EA')`,
    );
    expect(rowCount).toBe(1);
  });
});
