import { createTestDatabase, type TestDatabase } from '@org/db-testing';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';

// The lists of workforce as the services read them, under row level security, in tables that hold many tenants' rows.
let database: TestDatabase;
let app: pg.Client;

interface Plan {
  readonly 'Node Type': string;
  readonly 'Index Name'?: string;
  readonly 'Index Cond'?: string;
  readonly Plans?: readonly Plan[];
}

beforeAll(async () => {
  database = await createTestDatabase();
  const superuser = new pg.Client({ connectionString: database.superuserUrl });
  await superuser.connect();
  try {
    // Rows only: no checks of references and no notes of changes, which take most of the time.
    await superuser.query('SET session_replication_role = replica');
    await superuser.query(ROWS);
  } finally {
    await superuser.end();
  }
  app = new pg.Client({ connectionString: database.url('app') });
  await app.connect();
  await app.query(
    `SELECT set_config('app.current_tenant_id', '00000000-0000-7000-8000-000000000007', false)`,
  );
});
afterAll(async () => {
  await app?.end();
  await database?.drop();
});

// 6 tenants with 50 agents, 6,000 shifts, reports, positions and changes, and 5,000 messages each.
const ROWS = `
  INSERT INTO core.tenants (id, slug, name, contact_email)
    SELECT ('00000000-0000-7000-8000-0000000000' || lpad(t::text, 2, '0'))::uuid, 't' || t, 't', 'a@b.example' FROM generate_series(5, 10) t;
  INSERT INTO core.users (tenant_id, name, email, password_hash)
    SELECT t.id, 'u', 'u' || n || '@b.example', 'x' FROM core.tenants t, generate_series(1, 50) n;
  INSERT INTO workforce.clients (tenant_id, code, name) SELECT id, 'C', 'C' FROM core.tenants;
  INSERT INTO workforce.sites (tenant_id, client_id, code, name, latitude, longitude)
    SELECT c.tenant_id, c.id, 'S' || n, 'S', 40, -75 FROM workforce.clients c, generate_series(1, 10) n;
  INSERT INTO workforce.agents (tenant_id, user_id, employee_number, first_name, last_name, hire_date)
    SELECT tenant_id, id, email, 'a', 'a', '2020-01-01' FROM core.users;
  INSERT INTO workforce.shifts (tenant_id, site_id, agent_id, start_time, end_time)
    SELECT a.tenant_id, s.id, a.id, timestamptz '2026-01-01Z' + n * interval '1 day', timestamptz '2026-01-01 08:00Z' + n * interval '1 day'
    FROM workforce.agents a JOIN workforce.sites s ON s.tenant_id = a.tenant_id AND s.code = 'S1', generate_series(1, 120) n;
  INSERT INTO workforce.reports (tenant_id, site_id, agent_id, report_type, title, occurred_at, created_at, status, submitted_at)
    SELECT s.tenant_id, s.site_id, s.agent_id, 'PATROL', 'r', s.start_time, s.start_time,
      CASE WHEN random() < 0.05 THEN 'SUBMITTED' ELSE 'APPROVED' END::workforce.report_status, s.start_time FROM workforce.shifts s;
  INSERT INTO workforce.messages (tenant_id, sender_id, recipient_id, body, created_at, read_at)
    SELECT a.tenant_id, a.user_id, a.user_id, 'm', now() - n * interval '1 hour', CASE WHEN n > 3 THEN now() END
    FROM workforce.agents a, generate_series(1, 100) n;
  INSERT INTO workforce.location_tracking (tenant_id, agent_id, latitude, longitude, timestamp)
    SELECT a.tenant_id, a.id, 40, -75, now() - n * interval '1 minute' FROM workforce.agents a, generate_series(1, 120) n;
  INSERT INTO workforce.changes (tenant_id, transaction_id, entity, entity_id)
    SELECT t.id, n, 'Shift', core.uuid_v7() FROM core.tenants t, generate_series(1, 6000) n;
  ANALYZE;
`;

test.each([
  [
    'shifts by time',
    `SELECT * FROM workforce.shifts WHERE start_time >= '2026-01-20Z' ORDER BY start_time, id LIMIT 21`,
  ],
  [
    'shifts of an agent',
    `SELECT * FROM workforce.shifts WHERE agent_id = $1 AND start_time >= '2026-01-20Z' ORDER BY start_time LIMIT 21`,
  ],
  [
    'reports of an agent',
    `SELECT * FROM workforce.reports WHERE agent_id = $1 ORDER BY created_at DESC LIMIT 21`,
  ],
  [
    'reports that wait',
    `SELECT * FROM workforce.reports WHERE status IN ('SUBMITTED', 'UNDER_REVIEW') ORDER BY submitted_at LIMIT 21`,
  ],
  [
    'unread messages',
    `SELECT * FROM workforce.messages WHERE recipient_id = $1 AND read_at IS NULL ORDER BY created_at DESC LIMIT 21`,
  ],
  [
    'a track',
    `SELECT * FROM workforce.location_tracking WHERE agent_id = $1 AND timestamp >= now() - interval '1 hour' AND timestamp < now() ORDER BY timestamp LIMIT 21`,
  ],
  [
    'changes since a cursor',
    `SELECT * FROM workforce.changes WHERE transaction_id >= 3000 AND transaction_id < 6000 ORDER BY transaction_id, id LIMIT 201`,
  ],
])('%s: rows come by an index that leads with the tenant', async (_, text) => {
  const { rows: agents } = await app.query<{ id: string }>(
    'SELECT id FROM workforce.agents ORDER BY id LIMIT 1',
  );
  const values = text.includes('$1') ? [agents[0]?.id] : [];
  const { rows } = await app.query<{ 'QUERY PLAN': { Plan: Plan }[] }>(
    `EXPLAIN (FORMAT JSON) ${text}`,
    values,
  );
  const nodes: Plan[] = [];
  const visit = (plan: Plan) => {
    nodes.push(plan);
    for (const child of plan.Plans ?? []) visit(child);
  };
  for (const { Plan: plan } of rows[0]?.['QUERY PLAN'] ?? []) visit(plan);
  const scans = nodes.filter((node) => node['Index Name'] !== undefined);
  expect(scans.length).toBeGreaterThan(0);
  for (const scan of scans) expect(scan['Index Cond']).toContain('tenant_id = ');
  expect(nodes.map((node) => node['Node Type'])).not.toContain('Seq Scan');
});
