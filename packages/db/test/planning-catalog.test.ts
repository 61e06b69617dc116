import { createTestDatabase, type TestDatabase } from '@org/db-testing';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';

// What users of planning were promised, and what its lists need, compared with the catalogs of a live database.
let database: TestDatabase;
let owner: pg.Client;
let tenant: string;
let user: string;

beforeAll(async () => {
  database = await createTestDatabase();
  owner = new pg.Client({ connectionString: database.url('owner') });
  await owner.connect();
  const [one] = await rows<{ id: string }>(
    `INSERT INTO core.tenants (slug, name, contact_email) VALUES ('one', 'One', 'a@b.example') RETURNING id`,
  );
  tenant = one?.id ?? '';
  const [somebody] = await rows<{ id: string }>(
    `INSERT INTO core.users (tenant_id, name, email, password_hash) VALUES ('${tenant}', 'U', 'u@b.example', 'x') RETURNING id`,
  );
  user = somebody?.id ?? '';
});
afterAll(async () => {
  await owner?.end();
  await database?.drop();
});

const rows = async <T extends object>(sql: string): Promise<T[]> => (await owner.query<T>(sql)).rows;

test('the tables are these, each secured, audited where people change it', async () => {
  const found = await rows<{ name: string; secured: boolean; audited: boolean }>(`
    SELECT c.relname AS name, c.relrowsecurity AND c.relforcerowsecurity AS secured,
      EXISTS (SELECT FROM pg_trigger t WHERE t.tgrelid = c.oid AND t.tgname = 'audit') AS audited
    FROM pg_class c WHERE c.relnamespace = 'planning'::regnamespace AND c.relkind = 'r' ORDER BY 1`);
  expect(found.map(({ name, audited }) => (audited ? name : `${name} (derived)`))).toEqual([
    'gap_root_causes',
    'gaps',
    'prediction_factors (derived)',
    'predictions',
    'project_snapshots',
    'project_stakeholders',
    'project_targets',
    'projects',
    'remediation_actions',
    'work_items (derived)',
  ]);
  expect(found.every(({ secured }) => secured)).toBe(true);
});

test('vocabularies are these', async () => {
  const found = await rows<{ name: string; labels: string }>(`
    SELECT t.typname AS name, string_agg(e.enumlabel, ' ' ORDER BY e.enumsortorder) AS labels
    FROM pg_type t JOIN pg_enum e ON e.enumtypid = t.oid
    WHERE t.typnamespace = 'planning'::regnamespace GROUP BY t.oid ORDER BY 1`);
  expect(Object.fromEntries(found.map(({ name, labels }) => [name, labels]))).toMatchObject({
    gap_type: 'resource process communication technology culture timeline quality budget skill governance',
    gap_severity: 'LOW MEDIUM HIGH CRITICAL',
    prediction_kind: 'delay budget_overrun quality scope',
    project_status: 'PLANNED ACTIVE ON_HOLD COMPLETED CANCELLED',
    project_priority: 'LOW MEDIUM HIGH CRITICAL',
    stakeholder_level: 'LOW MEDIUM HIGH',
  });
});

const PROJECT = { name: 'P', starts_on: '2026-01-01', due_on: '2026-02-01' };

/** Writes a row and takes it back; the SQLSTATE that refused it, or null. */
async function attempt(table: string, values: Record<string, unknown>): Promise<string | null> {
  const columns = { tenant_id: tenant, ...values };
  const names = Object.keys(columns);
  await owner.query('BEGIN');
  try {
    await owner.query(
      `INSERT INTO planning.${table} (${names.join(', ')}) VALUES (${names.map((_, i) => `$${i + 1}`).join(', ')})`,
      Object.values(columns),
    );
    return null;
  } catch (error) {
    return (error as { code: string }).code;
  } finally {
    await owner.query('ROLLBACK');
  }
}

test.each([
  ['is due before it starts', { due_on: '2025-12-31' }],
  ['is completed without the status', { completed_on: '2026-01-15' }],
  ['has the status without the day', { status: 'COMPLETED' }],
  ['has a budget without a currency', { budget: 1 }],
  ['has a currency without a budget', { currency: 'USD' }],
  ['has a budget below zero', { budget: -1, currency: 'USD' }],
  ['has made more than all', { progress: 100.01 }],
])('no project %s', async (_, wrong) => {
  expect(await attempt('projects', { ...PROJECT, owner_id: user })).toBeNull();
  expect(await attempt('projects', { ...PROJECT, owner_id: user, ...wrong })).toBe('23514');
});

test('no snapshot, cause or prediction is out of its range', async () => {
  const [project] = await rows<{ id: string }>(
    `INSERT INTO planning.projects (tenant_id, name, starts_on, due_on, owner_id)
     VALUES ('${tenant}', 'P', '2026-01-01', '2026-02-01', '${user}') RETURNING id`,
  );
  const project_id = project?.id;
  const snapshot = { project_id, taken_on: '2026-01-08', total_items: 10, completed_items: 5 };
  expect(await attempt('project_snapshots', snapshot)).toBeNull();
  expect(await attempt('project_snapshots', { ...snapshot, completed_items: 11 })).toBe('23514');
  expect(await attempt('project_snapshots', { ...snapshot, morale: 101 })).toBe('23514');
  const prediction = {
    ...{ project_id, kind: 'delay', probability: 1, predicted_on: '2026-01-08', horizon_on: '2026-02-01' },
    ...{ model: 'm', model_version: '1' },
  };
  expect(await attempt('predictions', prediction)).toBeNull();
  expect(await attempt('predictions', { ...prediction, probability: 1.01 })).toBe('23514');
  expect(await attempt('predictions', { ...prediction, horizon_on: '2026-01-07' })).toBe('23514');
  expect(await attempt('predictions', { ...prediction, outcome: true })).toBe('23514');
  expect(await attempt('predictions', { ...prediction, threshold: 1 })).toBe('23514');
});

/** Each list with its filter and order; `T` stands for the tenant, `I` for an identifier. */
const LISTS = [
  'projects WHERE tenant_id = T ORDER BY name, id',
  'projects WHERE tenant_id = T ORDER BY due_on DESC, id DESC',
  'projects WHERE tenant_id = T ORDER BY created_at, id',
  'projects WHERE tenant_id = T AND owner_id = I',
  'project_stakeholders WHERE tenant_id = T AND project_id = I ORDER BY name, id',
  'project_snapshots WHERE tenant_id = T AND project_id = I ORDER BY taken_on DESC',
  'gaps WHERE tenant_id = T ORDER BY created_at DESC, id DESC',
  'gaps WHERE tenant_id = T AND project_id = I ORDER BY created_at DESC, id DESC',
  'gap_root_causes WHERE tenant_id = T AND gap_id = I ORDER BY confidence DESC',
  'predictions WHERE tenant_id = T ORDER BY created_at DESC, id DESC',
  'predictions WHERE tenant_id = T AND project_id = I ORDER BY created_at DESC, id DESC',
  'predictions WHERE tenant_id = T AND outcome IS NULL ORDER BY horizon_on',
  'work_items WHERE tenant_id = T AND project_id = I AND status = $$DONE$$',
];

test.each(LISTS)('an index serves %s', async (list) => {
  const id = "'00000000-0000-7000-8000-000000000000'";
  const sql = `SELECT * FROM planning.${list.replaceAll(' = T', ` = ${id}`).replaceAll(' = I', ` = ${id}`)} LIMIT 20`;
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
