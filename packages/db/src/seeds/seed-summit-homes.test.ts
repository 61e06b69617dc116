import { createTestDatabase, type TestDatabase } from '@org/db-testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { query, snapshot } from '../../test/snapshot.ts';
import { runSeeds } from './index.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
  await runSeeds({ url: database.url('owner'), systems: ['construction'] });
});
afterAll(() => database?.drop());

const rows = (sql: string) => query(database.url('owner'), sql);

test('summit-homes has what its page lists', async () => {
  const count = (table: string) => `(SELECT count(*)::int FROM construction.${table}) AS ${table}`;
  const tables = ['communities', 'lots', 'plans', 'materials', 'vendors', 'customers', 'jobs'];
  const [counts] = await rows(`SELECT ${tables.map(count).join(', ')}`);
  expect(counts).toEqual({
    communities: 2,
    lots: 6,
    plans: 3,
    materials: 40,
    vendors: 4,
    customers: 3,
    jobs: 4,
  });
  expect(
    await rows(`
      SELECT p.code, (SELECT count(*)::int FROM construction.plan_elevations e WHERE e.plan_id = p.id) > 1 AS elevations,
        (SELECT count(*)::int FROM construction.plan_options o WHERE o.plan_id = p.id) > 1 AS options FROM construction.plans p ORDER BY 1`),
  ).toEqual(['SH-ASPEN', 'SH-BIRCH', 'SH-CEDAR'].map((code) => ({ code, elevations: true, options: true })));
  expect(
    await rows(`SELECT DISTINCT tier::text FROM construction.customer_pricing_tiers ORDER BY 1`),
  ).toEqual([{ tier: 'PREFERRED' }, { tier: 'STANDARD' }, { tier: 'VOLUME' }]);
  expect(await rows(`SELECT DISTINCT vendor_id FROM construction.materials`)).toHaveLength(4);
});

test('each material has a year of weekly prices without a gap, the last of which is its cost; lumber’s are the index’s', async () => {
  const odd = await rows(`
    SELECT m.sku FROM construction.materials m
    WHERE (SELECT count(*) FROM construction.pricing_history h WHERE h.material_id = m.id) <> 52
      OR m.current_cost IS DISTINCT FROM
        (SELECT unit_cost FROM construction.pricing_history h WHERE h.material_id = m.id AND valid_to IS NULL)
      OR (SELECT max(valid_from) - min(valid_from) FROM construction.pricing_history h WHERE h.material_id = m.id) <> 51 * 7
      OR EXISTS (
        SELECT FROM construction.pricing_history h LEFT JOIN construction.random_lengths_pricing r ON r.id = h.index_price_id
        WHERE h.material_id = m.id AND m.species IS NOT NULL
          AND h.unit_cost IS DISTINCT FROM round(r.price_per_mbf * m.board_feet_per_unit / 1000, 4))
      OR EXISTS (
        SELECT FROM construction.pricing_history h WHERE h.material_id = m.id AND h.valid_to IS NOT NULL AND NOT EXISTS (
          SELECT FROM construction.pricing_history n WHERE n.material_id = m.id AND n.valid_from = h.valid_to + 1))`);
  expect(odd).toEqual([]);
  expect(await rows('SELECT count(*)::int FROM construction.materials WHERE species IS NOT NULL')).toEqual([
    { count: 12 },
  ]);
});

test('one job has gone all the way: its purchase orders, one a vendor, are received and add up to its takeoff', async () => {
  expect(
    await rows(`
      SELECT j.code, t.number, t.status::text, t.total > 10000 AS large,
        (SELECT count(*)::int FROM construction.purchase_orders o WHERE o.takeoff_id = t.id AND o.status = 'RECEIVED') AS received,
        t.total = (SELECT sum(total) FROM construction.purchase_orders o WHERE o.takeoff_id = t.id) AS ordered,
        t.total = (SELECT sum(extended_cost) FROM construction.takeoff_line_items l WHERE l.takeoff_id = t.id) AS added
      FROM construction.jobs j LEFT JOIN construction.takeoffs t ON t.job_id = j.id ORDER BY 1`),
  ).toEqual([
    {
      code: 'SH-JOB-001',
      number: 'TO-00000001',
      status: 'APPROVED',
      large: true,
      received: 4,
      ordered: true,
      added: true,
    },
    {
      code: 'SH-JOB-002',
      number: 'TO-00000002',
      status: 'SUBMITTED',
      large: true,
      received: 0,
      ordered: null,
      added: true,
    },
    {
      code: 'SH-JOB-003',
      number: 'TO-00000003',
      status: 'DRAFT',
      large: true,
      received: 0,
      ordered: null,
      added: true,
    },
    { code: 'SH-JOB-004', number: null, status: null, large: null, received: 0, ordered: null, added: null },
  ]);
  const bases = await rows(
    'SELECT DISTINCT price_basis::text AS basis FROM construction.takeoff_line_items ORDER BY 1',
  );
  expect(bases.map(({ basis }) => basis)).toEqual(['CUSTOMER', 'TIER']);
});

test('a second run writes nothing, and what was removed does not come back', async () => {
  const url = database.url('owner');
  await query(url, `DELETE FROM construction.customer_contacts WHERE name = 'Tom Reyes'`);
  const before = await snapshot(url);
  const { steps } = await runSeeds({ url, systems: ['construction'] });
  expect(steps.filter((step) => step.created > 0)).toEqual([]);
  expect(await snapshot(url)).toEqual(before);
});
