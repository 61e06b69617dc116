import { createTestDatabase, type TestDatabase } from '@org/db-testing';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runSeeds } from '../run-seeds.ts';
import { seedVolume, type VolumeReport } from './seed-volume.ts';

let database: TestDatabase;
let owner: pg.Client;
let before: string[];
let report: VolumeReport;

const VOLUME = { tenants: 3, scale: 0.002 };

beforeAll(async () => {
  database = await createTestDatabase();
  await runSeeds({ url: database.url('owner') });
  owner = new pg.Client({ connectionString: database.url('owner') });
  await owner.connect();
  before = await structure();
  report = await seedVolume({ url: database.url('owner'), ...VOLUME });
});
afterAll(async () => {
  await owner?.end();
  await database?.drop();
});

/** Constraints, indexes and triggers, and whether they hold. */
async function structure(): Promise<string[]> {
  const { rows } = await owner.query<{ line: string }>(`
    SELECT concat_ws(' ', conrelid::regclass, conname, convalidated, pg_get_constraintdef(oid)) AS line FROM pg_constraint
    WHERE conrelid <> 0
    UNION ALL SELECT concat_ws(' ', indisvalid, pg_get_indexdef(indexrelid)) FROM pg_index
    UNION ALL SELECT concat_ws(' ', tgrelid::regclass, tgname, tgenabled) FROM pg_trigger WHERE NOT tgisinternal
    ORDER BY 1`);
  return rows.map(({ line }) => line);
}

test('every table of the report holds the rows that it tells of, in each tenant', async () => {
  expect(report.tenants).toBe(3);
  expect(Object.keys(report.rows).length).toBeGreaterThan(60);
  for (const [table, count] of Object.entries(report.rows)) {
    const { rows } = await owner.query(
      `SELECT count(*)::int AS rows, count(DISTINCT tenant_id)::int AS tenants FROM ${table}
       WHERE tenant_id IN (SELECT id FROM core.tenants WHERE slug LIKE 'volume-%')`,
    );
    expect({ table, ...rows[0] }).toEqual({ table, rows: count, tenants: 3 });
  }
});

test('keys, indexes and triggers are as they were', async () => {
  expect(await structure()).toEqual(before);
});

test('its users log in as those of the demo do', async () => {
  const { rows } = await owner.query(
    `SELECT u.password_hash = d.password_hash AS same FROM core.users u JOIN core.tenants t ON t.id = u.tenant_id
     JOIN core.users d ON d.email = u.email JOIN core.tenants demo ON demo.id = d.tenant_id AND demo.slug = 'stratibreak'
     WHERE t.slug = 'volume-002' AND u.email = 'admin@stratibreak.com'`,
  );
  expect(rows).toEqual([{ same: true }]);
});

test('a second run writes nothing', async () => {
  const again = await seedVolume({ url: database.url('owner'), ...VOLUME });
  expect(again).toEqual({ tenants: 0, rows: {} });
});

test('is refused in production', async () => {
  await expect(seedVolume({ url: database.url('owner'), production: true })).rejects.toMatchObject({
    code: 'SEED_REFUSED',
  });
});

test('wants the demo tenants', async () => {
  await using empty = await createTestDatabase();
  await expect(seedVolume({ url: empty.url('owner'), ...VOLUME })).rejects.toMatchObject({
    code: 'SEED_DEMO_MISSING',
  });
});
