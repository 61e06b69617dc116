import { createTestDatabase, type TestDatabase } from '@org/db-testing';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findPlanProblems } from '../src/observability/plan-problems.ts';
import type { QueryPlan } from '../src/observability/query-plan.ts';

// What narrows portal users must not cost staff the order of an index, whichever kind of plan a prepared statement gets.
let database: TestDatabase;
let app: pg.Client;

const TENANT = '00000000-0000-7000-8000-000000000007';
const CUSTOMER = '00000000-0000-7000-8000-000000000001';

beforeAll(async () => {
  database = await createTestDatabase();
  const superuser = new pg.Client({ connectionString: database.superuserUrl });
  await superuser.connect();
  try {
    await superuser.query('SET session_replication_role = replica');
    await superuser.query(ROWS);
  } finally {
    await superuser.end();
  }
  app = new pg.Client({ connectionString: database.url('app') });
  await app.connect();
});
afterAll(async () => {
  await app?.end();
  await database?.drop();
});

// Six tenants with 2,000 orders, products and reports each.
const ROWS = `
  INSERT INTO core.tenants (id, slug, name, contact_email)
    SELECT ('00000000-0000-7000-8000-00000000000' || t)::uuid, 't' || t, 't', 'a@b.example' FROM generate_series(4, 9) t;
  INSERT INTO commerce.orders (tenant_id, number, customer_id, tax_state, tax_rate, subtotal, tax_total, total, ordered_at)
    SELECT t.id, n, ('00000000-0000-7000-8000-0000000000' || lpad((n % 50)::text, 2, '0'))::uuid, 'NY', 0, 1, 0, 1, now() - n * interval '1 hour'
    FROM core.tenants t, generate_series(1, 2000) n;
  INSERT INTO commerce.products (tenant_id, code, name, created_at)
    SELECT t.id, n, md5(n::text), now() - n * interval '1 hour' FROM core.tenants t, generate_series(1, 2000) n;
  INSERT INTO workforce.reports (tenant_id, site_id, agent_id, report_type, title, occurred_at, created_at)
    SELECT t.id, t.id, t.id, 'PATROL', n, now(), now() - n * interval '1 hour' FROM core.tenants t, generate_series(1, 2000) n;
  ANALYZE;
`;

describe.each(['force_custom_plan', 'force_generic_plan'])('%s', (mode) => {
  test.each([
    ['orders by time', 'SELECT * FROM commerce.orders ORDER BY ordered_at DESC, id DESC LIMIT $1'],
    [
      'products by name',
      'SELECT * FROM commerce.products WHERE deleted_at IS NULL ORDER BY name, id LIMIT $1',
    ],
    ['products by age', 'SELECT * FROM commerce.products ORDER BY created_at DESC, id DESC LIMIT $1'],
    // Out of the portal's reach altogether.
    ['reports by age', 'SELECT * FROM workforce.reports ORDER BY created_at DESC, id DESC LIMIT $1'],
  ])('%s come in the order of an index, to staff', async (_, text) => {
    const plan = await planOf(mode, text, {});
    expect(
      findPlanProblems(plan, {
        largeTables: new Set(['orders', 'products', 'reports']),
        read: 100,
        sorted: 100,
      }),
    ).toEqual([]);
  });

  test('orders of its customer come by the customer’s index, to a portal user', async () => {
    const text = `SELECT * FROM commerce.orders WHERE customer_id = '${CUSTOMER}' ORDER BY ordered_at DESC, id DESC LIMIT $1`;
    const plan = await planOf(mode, text, {
      'app.current_portal_user_id': '00000000-0000-7000-8000-000000000002',
      'app.current_customer_id': CUSTOMER,
    });
    expect(JSON.stringify(plan)).toMatch(/"Index Cond":"[^"]*customer_id = '/);
    expect(findPlanProblems(plan, { largeTables: new Set(['orders']), read: 100, sorted: 100 })).toEqual([]);
  });
});

async function planOf(mode: string, text: string, settings: Record<string, string>): Promise<QueryPlan> {
  await app.query('BEGIN');
  try {
    const context = { plan_cache_mode: mode, 'app.current_tenant_id': TENANT, ...settings };
    for (const [name, value] of Object.entries(context)) {
      await app.query('SELECT set_config($1, $2, true)', [name, value]);
    }
    await app.query(`PREPARE list (bigint) AS ${text}`);
    const { rows } = await app.query<{ 'QUERY PLAN': [{ Plan: QueryPlan }] }>(
      'EXPLAIN (ANALYZE, FORMAT JSON) EXECUTE list (21)',
    );
    const plan = rows[0]?.['QUERY PLAN'][0].Plan;
    if (!plan) throw new Error('EXPLAIN gave no plan');
    return plan;
  } finally {
    await app.query('ROLLBACK');
    await app.query('DEALLOCATE ALL');
  }
}
