import { verify } from '@node-rs/argon2';
import { createTestDatabase, type TestDatabase } from '@org/db-testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { query, snapshot } from '../../test/snapshot.ts';
import { PERMISSIONS, ROLES, runSeeds, type SeedReport } from './index.ts';

const USERS = `
  SELECT t.slug AS tenant, u.email, u.password_hash AS hash, r.system || ':' || r.name AS role
  FROM core.users u JOIN core.tenants t ON t.id = u.tenant_id
  JOIN core.user_roles ur ON ur.tenant_id = u.tenant_id AND ur.user_id = u.id JOIN core.roles r ON r.id = ur.role_id
  UNION ALL
  SELECT t.slug, p.email, p.password_hash, r.system || ':' || r.name
  FROM commerce.portal_users p JOIN core.tenants t ON t.id = p.tenant_id JOIN core.roles r ON r.id = p.role_id`;

function created(report: SeedReport): number {
  return report.steps.reduce((sum, step) => sum + step.created, 0);
}

describe('the seeds of all systems', () => {
  let database: TestDatabase;
  let report: SeedReport;
  const progress: string[] = [];

  beforeAll(async () => {
    database = await createTestDatabase();
    report = await runSeeds({ url: database.url('owner'), onProgress: (line) => progress.push(line) });
  });
  afterAll(() => database?.drop());

  const rows = (sql: string) => query(database.url('owner'), sql);

  test('every role of every system exists with its permissions', async () => {
    const roles = await rows(`
      SELECT r.system::text, r.name, array_agg(rp.permission_key ORDER BY rp.permission_key) AS permissions
      FROM core.roles r JOIN core.role_permissions rp ON rp.role_id = r.id GROUP BY r.id`);
    expect(new Set(roles.map((role) => `${role.system}:${role.name}`))).toEqual(
      new Set([
        'core:user',
        ...['admin', 'sales_manager', 'sales_rep', 'portal_admin', 'portal_user'].map((n) => `commerce:${n}`),
        ...['ADMIN', 'SUPERVISOR', 'AGENT', 'CLIENT'].map((n) => `workforce:${n}`),
        ...['ADMIN', 'PROJECT_MANAGER', 'STAKEHOLDER'].map((n) => `planning:${n}`),
        ...['ADMIN', 'ESTIMATOR', 'PURCHASER', 'VIEWER'].map((n) => `construction:${n}`),
      ]),
    );
    const portal = roles.find((role) => role.name === 'portal_user');
    expect(portal?.permissions).toContain('portal:order');
    expect(portal?.permissions).not.toContain('customers:read');
    expect((await rows('SELECT key FROM core.permissions')).map(({ key }) => key).sort()).toEqual(
      Object.keys(PERMISSIONS).sort(),
    );
  });

  test('the planner knows of what was filled, of a partitioned table as a whole as well', async () => {
    const known = await rows(`
      SELECT relname FROM pg_class WHERE reltuples >= 50
      AND oid IN ('core.permissions'::regclass, 'construction.pricing_history'::regclass, 'core.audit_logs'::regclass)`);
    expect(known.map(({ relname }) => relname).sort()).toEqual([
      'audit_logs',
      'permissions',
      'pricing_history',
    ]);
  });

  test('no permission is without a role', () => {
    const granted = new Set<string>(ROLES.flatMap((role) => role.permissions));
    expect(Object.keys(PERMISSIONS).filter((key) => !granted.has(key))).toEqual([]);
  });

  test('each tenant can be logged in to by what the report says', async () => {
    const users = await rows(USERS);
    expect(report.logins.map(({ tenant, email, role }) => `${tenant} ${email} ${role}`).sort()).toEqual(
      users.map(({ tenant, email, role }) => `${tenant} ${email} ${role}`).sort(),
    );
    for (const login of report.logins) {
      const user = users.find(({ email }) => email === login.email);
      expect(user?.hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
      expect(await verify(user?.hash, login.password ?? '')).toBe(true);
      expect(login.created).toBe(true);
    }
  });

  test('the known logins are the known ones', () => {
    const known = (email: string) => {
      const { tenant, password, role } = report.logins.find((login) => login.email === email) ?? {};
      return [tenant, password, role];
    };
    expect(known('admin@stratibreak.com')).toEqual(['stratibreak', 'admin123', 'planning:ADMIN']);
    expect(known('manager@stratibreak.com')).toEqual([
      'stratibreak',
      'manager123',
      'planning:PROJECT_MANAGER',
    ]);
    expect(known('user@stratibreak.com')).toEqual(['stratibreak', 'user123', 'planning:STAKEHOLDER']);
    expect(known('manager@wellcrafted.com')).toEqual([
      'well-crafted',
      'demo-password',
      'commerce:sales_manager',
    ]);
    expect(known('admin@bahinlink.com')).toEqual(['bahinlink', 'demo-password', 'workforce:ADMIN']);
    expect(known('admin@summit-homes.com')).toEqual(['summit-homes', 'demo-password', 'construction:ADMIN']);
  });

  test('well-crafted is an enterprise tenant with a portal', async () => {
    const [tenant] = await rows(`
      SELECT t.name, t.subscription_tier, t.status, s.portal_enabled, s.cart_enabled
      FROM core.tenants t JOIN core.tenant_settings s ON s.tenant_id = t.id WHERE t.slug = 'well-crafted'`);
    expect(tenant).toEqual({
      name: 'Well Crafted',
      subscription_tier: 'enterprise',
      status: 'ACTIVE',
      portal_enabled: true,
      cart_enabled: true,
    });
  });

  test('bahinlink guards four sites with twelve agents, and has two weeks behind and before it', async () => {
    const [counts] = await rows(`
      SELECT (SELECT count(*)::int FROM workforce.clients WHERE user_id IS NOT NULL) AS clients,
        (SELECT count(*)::int FROM workforce.sites) AS sites,
        (SELECT count(*)::int FROM workforce.agents a WHERE EXISTS (
           SELECT FROM workforce.agent_certifications c WHERE c.agent_id = a.id AND c.code = 'GUARD_CARD')) AS agents,
        (SELECT count(*)::int FROM workforce.shifts) AS shifts,
        (SELECT count(DISTINCT (start_time AT TIME ZONE 'UTC')::date)::int FROM workforce.shifts) AS days,
        (SELECT count(*)::int FROM workforce.attendance) AS attendance,
        (SELECT count(*)::int FROM workforce.geofence_violations WHERE status = 'OPEN') AS violations,
        (SELECT count(DISTINCT status)::int FROM workforce.reports) AS report_states,
        (SELECT count(*)::int FROM workforce.reports) AS reports,
        (SELECT count(*)::int FROM workforce.qr_codes) AS codes,
        (SELECT count(*)::int FROM workforce.qr_code_scans) AS scans`);
    expect(counts).toEqual({
      clients: 2,
      sites: 4,
      agents: 12,
      shifts: 112,
      days: 14,
      attendance: 55,
      violations: 1,
      report_states: 5,
      reports: 5,
      codes: 5,
      scans: 9,
    });
    const [fence] = await rows(
      `SELECT jsonb_array_length(geofence_polygon) AS corners FROM workforce.sites WHERE geofence_polygon IS NOT NULL`,
    );
    expect(fence).toEqual({ corners: 4 });
  });

  test('there are three wines, in stock and priced for everybody', async () => {
    expect(
      await rows(`
        SELECT p.code, p.name, p.vintage, p.region, i.on_hand > 0 AS in_stock,
          EXISTS (SELECT FROM commerce.price_list_entries e WHERE e.sku_id = s.id AND e.customer_id IS NULL
                  AND e.tier IS NULL AND e.min_quantity = 1 AND e.portal_visible) AS priced
        FROM commerce.products p JOIN commerce.skus s ON s.product_id = p.id
        JOIN commerce.inventory i ON i.sku_id = s.id JOIN commerce.suppliers u ON u.id = p.supplier_id ORDER BY p.code`),
    ).toEqual(
      [
        ['WC-CAB-001', 'Estate Reserve Cabernet Sauvignon', 2021, 'Napa Valley'],
        ['WC-CHARD-001', 'Sonoma Coast Chardonnay', 2022, 'Sonoma Coast'],
        ['WC-PINOT-001', 'Willamette Valley Pinot Noir', 2021, 'Willamette Valley'],
      ].map(([code, name, vintage, region]) => ({
        code,
        name,
        vintage,
        region,
        in_stock: true,
        priced: true,
      })),
    );
  });

  test('there are three customers, each with a verified primary contact in the portal', async () => {
    expect(
      await rows(`
        SELECT c.code, c.name, c.tier, c.payment_terms AS terms, c.total_ordered AS ordered
        FROM commerce.customers c JOIN commerce.portal_users p ON p.customer_id = c.id AND p.is_primary_contact
          AND p.email_verified_at IS NOT NULL AND p.status = 'ACTIVE'
        JOIN core.users rep ON rep.id = c.sales_rep_id ORDER BY c.code`),
    ).toEqual([
      { code: 'WC-001', name: 'Harborview Cellars', tier: 'premium', terms: 'NET30', ordered: '1308.00' },
      { code: 'WC-002', name: 'Downtown Wine & Spirits', tier: 'standard', terms: 'NET30', ordered: '0.00' },
      { code: 'WC-003', name: 'Vineyard Market', tier: 'premium', terms: 'NET15', ordered: '0.00' },
    ]);
  });

  test('one order was delivered, invoiced and paid, at the price of the list and the tax of the state', async () => {
    expect(
      await rows(`
        SELECT o.status, o.total, i.status AS invoice, i.total AS billed, p.amount AS paid,
          l.unit_price = e.unit_price AND e.valid_from <= o.ordered_at::date AS by_list,
          o.tax_rate = r.rate AND r.valid_from <= o.ordered_at::date AS by_state,
          round(extract(epoch FROM now() - o.delivered_at) / 86400) AS delivered,
          round(extract(epoch FROM now() - i.delivered_at) / 86400) AS invoice_delivered,
          round(extract(epoch FROM now() - p.received_at) / 86400) AS received,
          i.paid_at = p.received_at AND i.paid_at <= i.due_on AS in_time
        FROM commerce.orders o JOIN commerce.customers c ON c.id = o.customer_id AND c.code = 'WC-001'
        JOIN commerce.order_lines l ON l.order_id = o.id JOIN commerce.invoices i ON i.order_id = o.id
        JOIN commerce.payments p ON p.invoice_id = i.id
        JOIN commerce.state_tax_rates r ON r.tenant_id = o.tenant_id AND r.state = c.state AND r.state = o.tax_state
        JOIN commerce.price_list_entries e ON e.sku_id = l.sku_id AND e.customer_id = c.id AND e.min_quantity = l.quantity`),
    ).toEqual([
      {
        status: 'DELIVERED',
        total: '1308.00',
        invoice: 'PAID',
        billed: '1308.00',
        paid: '1308.00',
        by_list: true,
        by_state: true,
        delivered: '30',
        invoice_delivered: '25',
        received: '5',
        in_time: true,
      },
    ]);
    expect(await rows('SELECT count(*)::int FROM commerce.orders')).toEqual([{ count: 1 }]);
  });

  test('progress tells each step, and no password', () => {
    expect(progress).toContain('well-crafted: products: 3 created, 0 unchanged');
    expect(progress.join('\n')).not.toMatch(/admin123|demo-password/);
  });

  test('a second run, also beside a third, writes nothing at all', async () => {
    const before = await snapshot(database.url('owner'));
    const audit = Object.entries(before).filter(([name]) => name.startsWith('core.audit_logs_'));
    expect(audit.flatMap(([, logged]) => logged).length).toBeGreaterThan(30);
    const reports = await Promise.all([1, 2].map(() => runSeeds({ url: database.url('owner') })));
    expect(await snapshot(database.url('owner'))).toEqual(before);
    expect(reports.map(created)).toEqual([0, 0]);
    expect(reports[0]?.logins.every((login) => !login.created)).toBe(true);
  });
});

test('first runs at the same time write everything once', async () => {
  await using database = await createTestDatabase({ expectNoConnections: true });
  const url = database.url('owner');
  const reports = await Promise.all([1, 2, 3].map(() => runSeeds({ url })));
  const [counts] = await query(
    url,
    `SELECT (SELECT count(*)::int FROM core.tenants) AS tenants, (SELECT count(*)::int FROM core.users) AS users,
       (SELECT count(*)::int FROM commerce.products) AS products, (SELECT count(*)::int FROM commerce.orders) AS orders`,
  );
  expect(counts).toEqual({ tenants: 4, users: 23, products: 3, orders: 1 });
  const wrote = reports.flatMap((report) => report.logins.filter((login) => login.created));
  expect(wrote).toHaveLength(26);
});

test('what users have changed since stays as it is', async () => {
  await using database = await createTestDatabase();
  const url = database.url('owner');
  await runSeeds({ url });
  await query(
    url,
    `WITH tenant AS (SELECT id FROM core.tenants WHERE slug = 'well-crafted'),
       prices AS (UPDATE commerce.price_list_entries SET unit_price = 99),
       gone AS (UPDATE commerce.products SET deleted_at = now() WHERE code = 'WC-PINOT-001'),
       renamed AS (UPDATE commerce.customers SET code = 'HARBOR', tier = 'basic' WHERE code = 'WC-001'),
       password AS (UPDATE core.users SET password_hash = 'changed' WHERE email = 'admin@stratibreak.com'),
       settings AS (UPDATE core.tenant_settings SET cart_enabled = false),
       tax AS (UPDATE commerce.state_tax_rates SET rate = 0.0725, valid_from = '2021-01-01' WHERE state = 'CA'),
       grants AS (DELETE FROM core.role_permissions WHERE permission_key = 'orders:approve')
     DELETE FROM core.user_roles WHERE user_id = (SELECT id FROM core.users WHERE email = 'rep@wellcrafted.com')`,
  );
  const before = await snapshot(url);
  await runSeeds({ url });
  const after = await snapshot(url);

  // The code WC-001 is free again, so its customer is written anew; nothing else is.
  const [customers, audit] = ['commerce.customers', 'core.audit_logs'];
  expect(after[customers ?? '']).toEqual(expect.arrayContaining(before[customers ?? ''] ?? []));
  const rest = (tables: Record<string, string[]>) =>
    Object.entries(tables).filter(([name]) => name !== customers && !name.startsWith(audit ?? ''));
  expect(rest(after)).toEqual(rest(before));
});

test('one system brings its own tenants only', async () => {
  await using database = await createTestDatabase();
  const url = database.url('owner');
  await runSeeds({ url, systems: ['commerce'] });
  expect(await query(url, 'SELECT slug FROM core.tenants')).toEqual([{ slug: 'well-crafted' }]);
});

test('the services see the seeded rows in their tenant, and a portal user its own', async () => {
  await using database = await createTestDatabase();
  await runSeeds({ url: database.url('owner'), systems: ['commerce'] });
  const [ids] = await query(
    database.url('owner'),
    `SELECT p.tenant_id, p.id AS portal_user_id, p.customer_id FROM commerce.portal_users p
     JOIN commerce.customers c ON c.id = p.customer_id WHERE c.code = 'WC-002'`,
  );
  const count = (portal: boolean) =>
    query(
      database.url('app'),
      `SELECT count(o.id)::int FROM (SELECT
         set_config('app.current_tenant_id', $1, true), set_config('app.current_portal_user_id', $2, true),
         set_config('app.current_customer_id', $3, true) OFFSET 0) AS context
       CROSS JOIN LATERAL (SELECT id, context FROM commerce.orders OFFSET 0) AS o`,
      [ids?.tenant_id, portal ? ids?.portal_user_id : '', portal ? ids?.customer_id : ''],
    );
  expect(await count(false)).toEqual([{ count: 1 }]);
  expect(await count(true)).toEqual([{ count: 0 }]);
});
