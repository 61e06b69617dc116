import { createTestDatabase, type TestDatabase } from '@org/db-testing';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';

// What users of commerce were promised by name, and what its lists need, compared with the catalogs of a live database.
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

const rows = async <T extends object>(sql: string): Promise<T[]> => (await owner.query<T>(sql)).rows;

const SECURED = {
  core: [
    ...['tenants', 'tenant_settings', 'users', 'webhook_subscriptions', 'webhook_events'],
    ...['webhook_deliveries', 'integration_tokens', 'notifications'],
  ],
  commerce: [
    ...[
      'portal_users',
      'portal_sessions',
      'products',
      'skus',
      'inventory',
      'price_list_entries',
      'customers',
    ],
    ...['suppliers', 'orders', 'order_lines', 'invoices', 'payments', 'carts', 'cart_items', 'lists'],
    ...['list_items', 'activities', 'call_plans', 'tasks', 'account_health_snapshots', 'sales_metrics'],
    ...['compliance_filings', 'state_tax_rates', 'newsletter_subscriptions'],
  ],
};
/** Shared by all tenants: services read them, and nothing else. */
const SHARED = ['roles', 'permissions', 'role_permissions'];

test('the thirty tables and more are there, each with forced row level security and a policy for tenants', async () => {
  for (const [schema, names] of Object.entries(SECURED)) {
    const found = await rows<{ name: string }>(`
      SELECT c.relname AS name FROM pg_class c JOIN pg_policies p ON p.schemaname = '${schema}' AND p.tablename = c.relname
      WHERE c.relnamespace = '${schema}'::regnamespace AND c.relkind = 'r' AND c.relrowsecurity AND c.relforcerowsecurity
        AND p.policyname = 'tenant_isolation' AND p.roles = '{org_app}'`);
    expect(found.map(({ name }) => name)).toEqual(expect.arrayContaining(names));
  }
  expect(Object.values(SECURED).flat().length).toBeGreaterThanOrEqual(30);
  const own = await rows<{ name: string }>(
    `SELECT relname AS name FROM pg_class WHERE relnamespace = 'commerce'::regnamespace AND relkind = 'r'`,
  );
  expect(own.map(({ name }) => name).sort()).toEqual(SECURED.commerce.toSorted());
});

test('what all tenants share can be read by services, and not written', async () => {
  const rights = await rows<{ name: string; rights: string }>(`
    SELECT table_name AS name, string_agg(privilege_type, ', ' ORDER BY privilege_type) AS rights
    FROM information_schema.role_table_grants
    WHERE table_schema = 'core' AND grantee = 'org_app' AND table_name IN ('${SHARED.join("', '")}') GROUP BY 1`);
  expect(rights.sort((a, b) => a.name.localeCompare(b.name))).toEqual(
    SHARED.toSorted().map((name) => ({ name, rights: 'SELECT' })),
  );
});

test('vocabularies are closed, in their order', async () => {
  const found = await rows<{ name: string; labels: string }>(`
    SELECT t.typname AS name, string_agg(e.enumlabel, ' ' ORDER BY e.enumsortorder) AS labels
    FROM pg_type t JOIN pg_enum e ON e.enumtypid = t.oid
    WHERE t.typnamespace IN ('commerce'::regnamespace, 'core'::regnamespace) GROUP BY t.oid`);
  const labels = new Map(found.map((row) => [row.name, row.labels]));
  const wanted = {
    tenant_status: 'TRIAL ACTIVE SUSPENDED ARCHIVED',
    subscription_tier: 'starter professional enterprise',
    user_status: 'ACTIVE INACTIVE SUSPENDED PENDING',
    notification_type: 'INFO WARNING URGENT EMERGENCY SYSTEM',
    customer_tier: 'basic standard premium',
    configuration_scope: 'GLOBAL TENANT',
  };
  for (const [name, values] of Object.entries(wanted)) expect(labels.get(name), name).toBe(values);
});

test('an e-mail is in the newsletter once for a tenant, and cannot be there twice in another case', async () => {
  const [tenant] = await rows<{ id: string }>(
    `INSERT INTO core.tenants (slug, name, contact_email) VALUES ('one', 'One', 'a@b.example') RETURNING id`,
  );
  const add = (email: string) =>
    owner.query('INSERT INTO commerce.newsletter_subscriptions (tenant_id, email) VALUES ($1, $2)', [
      tenant?.id,
      email,
    ]);
  await add('reader@example.com');
  await expect(add('reader@example.com')).rejects.toMatchObject({ code: '23505' });
  await expect(add('Reader@example.com')).rejects.toMatchObject({ code: '23514' });
});

/** Each list with its filter and order; `T` stands for the tenant, `I` for an identifier. */
const LISTS = [
  'core.users WHERE tenant_id = T AND email = $$a$$ ORDER BY id',
  'core.users WHERE tenant_id = T ORDER BY created_at, id',
  'core.users WHERE tenant_id = T AND status = $$ACTIVE$$',
  'core.users WHERE tenant_id = T ORDER BY last_login_at',
  'core.user_roles WHERE tenant_id = T AND role_id = I',
  'core.audit_logs WHERE tenant_id = T AND actor_id = I ORDER BY created_at',
  'core.audit_logs WHERE tenant_id = T AND entity = $$Order$$ AND entity_id = I ORDER BY created_at',
  'core.notifications WHERE tenant_id = T AND user_id = I AND read_at IS NULL ORDER BY created_at',
  'core.notifications WHERE tenant_id = T AND portal_user_id = I AND read_at IS NULL ORDER BY created_at',
  'core.api_keys WHERE prefix = $$a$$',
  'core.api_keys WHERE tenant_id = T ORDER BY created_at, id',
  'core.media_files WHERE tenant_id = T ORDER BY created_at, id',
  'core.integrations WHERE tenant_id = T AND status = $$ACTIVE$$ ORDER BY next_sync_at',
  'core.webhook_deliveries WHERE tenant_id = T AND status = $$PENDING$$ ORDER BY next_attempt_at',
  'commerce.activities WHERE tenant_id = T ORDER BY occurred_at DESC, id DESC',
  'commerce.activities WHERE tenant_id = T AND customer_id = I ORDER BY occurred_at',
  'commerce.call_plans WHERE tenant_id = T ORDER BY planned_on, id',
  'commerce.call_plans WHERE tenant_id = T AND user_id = I ORDER BY planned_on',
  'commerce.tasks WHERE tenant_id = T ORDER BY created_at DESC, id DESC',
  'commerce.tasks WHERE tenant_id = T AND assignee_id = I AND status = $$OPEN$$ ORDER BY due_on',
  'commerce.price_list_entries WHERE tenant_id = T ORDER BY valid_from DESC, id DESC',
  'commerce.price_list_entries WHERE tenant_id = T AND sku_id = I ORDER BY valid_from',
  'commerce.state_tax_rates WHERE tenant_id = T ORDER BY state',
  'commerce.suppliers WHERE tenant_id = T ORDER BY name',
  'commerce.lists WHERE tenant_id = T ORDER BY name, id',
  'commerce.compliance_filings WHERE tenant_id = T ORDER BY period_start DESC, id DESC',
  'commerce.newsletter_subscriptions WHERE tenant_id = T ORDER BY email',
  'commerce.orders WHERE tenant_id = T AND tax_state = $$CA$$ AND status = $$DELIVERED$$ AND delivered_at >= now()',
];

test.each(LISTS)('an index serves %s', async (list) => {
  const id = "'00000000-0000-7000-8000-000000000000'";
  const sql = `SELECT * FROM ${list.replaceAll(' = T', ` = ${id}`).replaceAll(' = I', ` = ${id}`)} LIMIT 20`;
  // With these off the planner sorts or scans only if it has no other way.
  await owner.query(
    'BEGIN; SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off; SET LOCAL enable_bitmapscan = off',
  );
  const plan = await rows<{ 'QUERY PLAN': string }>(`EXPLAIN ${sql}`);
  await owner.query('ROLLBACK');
  const text = plan.map((line) => line['QUERY PLAN']).join('\n');
  expect(text).toMatch(/Index (Only )?Scan/);
  expect(text).not.toMatch(/Seq Scan|\bSort {2}\(cost/);
});
