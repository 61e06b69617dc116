import { createTestDatabase, type TestDatabase } from '@org/db-testing';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

// What the database of workforce does by itself: places, partitions, and the notes of what changed.
let database: TestDatabase;
let owner: pg.Client;
let app: pg.Client;
let worker: pg.Client;
let tenantId: string;

beforeAll(async () => {
  database = await createTestDatabase();
  const connect = async (role: 'owner' | 'app' | 'worker') => {
    const client = new pg.Client({ connectionString: database.url(role) });
    await client.connect();
    return client;
  };
  [owner, app, worker] = [await connect('owner'), await connect('app'), await connect('worker')];
  tenantId = await addTenant('guards');
  await app.query(`SELECT set_config('app.current_tenant_id', $1, false)`, [tenantId]);
});
afterAll(async () => {
  await Promise.all([owner?.end(), app?.end(), worker?.end()]);
  await database?.drop();
});

async function addTenant(slug: string): Promise<string> {
  const { rows } = await owner.query<{ id: string }>(
    `INSERT INTO core.tenants (slug, name, contact_email) VALUES ($1, $1, 'a@b.example') RETURNING id`,
    [slug],
  );
  return rows[0]?.id ?? '';
}

async function addSites(places: string): Promise<void> {
  await app.query(`INSERT INTO workforce.clients (code, name) VALUES ('C', 'C') ON CONFLICT DO NOTHING`);
  await app.query(
    `INSERT INTO workforce.sites (client_id, code, name, latitude, longitude)
     SELECT c.id, p.code, p.code, p.latitude, p.longitude FROM workforce.clients c, (${places}) AS p (code, latitude, longitude)`,
  );
}

const near = async (latitude: number, longitude: number, radius: number) =>
  (
    await app.query<{ code: string; distance: number }>(
      `SELECT s.code, round(n.distance)::int AS distance FROM workforce.sites_near($1, $2, $3) AS n
       JOIN workforce.sites AS s ON s.id = n.id ORDER BY n.distance, s.code`,
      [latitude, longitude, radius],
    )
  ).rows;

describe('places', () => {
  // Expected by the same formula, worked out apart: one degree of a great circle is 111,195 m.
  test('distances are those of a great circle', async () => {
    await addSites(
      `VALUES ('equator', 0, 0), ('east', 0, 1), ('north', 1, 0), ('pole', 89.99, 45), ('date line', 10, 179.99)`,
    );
    expect(await near(0, 0, 112_000)).toEqual([
      { code: 'equator', distance: 0 },
      { code: 'east', distance: 111_195 },
      { code: 'north', distance: 111_195 },
    ]);
    expect(await near(0, 0, 111_000)).toEqual([{ code: 'equator', distance: 0 }]);
  });

  test('the date line and the pole are no border', async () => {
    expect(await near(10, -179.99, 5_000)).toEqual([{ code: 'date line', distance: 2_190 }]);
    expect(await near(89.99, -135, 5_000)).toEqual([{ code: 'pole', distance: 2_224 }]);
  });

  test('the spatial index finds them among many, under row level security', async () => {
    await addSites(
      `SELECT 'S-' || n, 30 + (n % 150) * 0.1, -120 + (n / 150) * 0.25 FROM generate_series(0, 19999) AS n`,
    );
    await owner.query('ANALYZE workforce.sites');
    const scans = async () => {
      await app.query('SELECT pg_stat_force_next_flush()');
      const { rows } = await owner.query<{ scans: number; read: number }>(
        `SELECT idx_scan::int AS scans, idx_tup_read::int AS read FROM pg_stat_user_indexes
         WHERE schemaname = 'workforce' AND indexrelname = 'sites_position_idx'`,
      );
      return rows[0] ?? { scans: 0, read: 0 };
    };
    const before = await scans();
    expect((await near(40, -100, 5_000)).map((site) => site.distance)).toEqual([0]);
    const after = await scans();
    expect(after.scans - before.scans).toBe(1);
    expect(after.read - before.read).toBeLessThan(10);
  });

  test('impossible ones are refused', async () => {
    for (const place of ['90.1, 0', '0, 180.1', '-90.1, 0', '0, -180.1']) {
      await expect(addSites(`VALUES ('bad', ${place})`)).rejects.toMatchObject({ code: '23514' });
    }
    const change = (set: string) => app.query(`UPDATE workforce.sites SET ${set} WHERE code = 'equator'`);
    await expect(change('geofence_radius = 0')).rejects.toMatchObject({ code: '23514' });
    await expect(change(`geofence_polygon = '[[0, 0], [1, 1]]'`)).rejects.toMatchObject({ code: '23514' });
  });
});

describe('partitions of the tracks', () => {
  const partitions = async (schema: string) =>
    (
      await owner.query<{ name: string }>(
        `SELECT relname AS name FROM pg_class WHERE relnamespace = $1::regnamespace
         AND relname ~ '^location_tracking_\\d{4}_\\d{2}$' AND relkind = 'r' ORDER BY 1`,
        [schema],
      )
    ).rows.map((row) => row.name);

  test('reach a year ahead, and are made once', async () => {
    expect(await partitions('workforce')).toHaveLength(14);
    const { rows } = await worker.query('SELECT workforce.ensure_location_partitions(14) AS made');
    expect(rows).toEqual([{ made: 2 }]);
    const again = await worker.query('SELECT workforce.ensure_location_partitions(14) AS made');
    expect(again.rows).toEqual([{ made: 0 }]);
  });

  test('old ones leave for the archive, then for good', async () => {
    for (const months of [5, 20]) {
      await owner.query(
        `DO $do$ DECLARE month timestamp := date_trunc('month', now() AT TIME ZONE 'UTC') - interval '${months} months'; BEGIN
           EXECUTE format('CREATE TABLE workforce.%I PARTITION OF workforce.location_tracking FOR VALUES FROM (%L) TO (%L)',
             'location_tracking_' || to_char(month, 'YYYY_MM'), month, month + interval '1 month');
         END $do$`,
      );
    }
    const retire = async () =>
      (await worker.query('SELECT * FROM workforce.retire_location_partitions(3, 12)')).rows;
    expect(await retire()).toEqual([{ archived: 2, dropped: 1 }]);
    expect(await partitions('workforce_archive')).toHaveLength(1);
    expect(await retire()).toEqual([{ archived: 0, dropped: 0 }]);
    await expect(app.query('SELECT workforce.retire_location_partitions(3, 12)')).rejects.toMatchObject({
      code: '42501',
    });
    await expect(worker.query('SELECT workforce.retire_location_partitions(3, 2)')).rejects.toMatchObject({
      code: '22023',
    });
  });
});

describe('what changed', () => {
  test('is noted by statement, told to who listens, and names no content', async () => {
    const heard: string[] = [];
    const listener = new pg.Client({ connectionString: database.url('app') });
    await listener.connect();
    listener.on('notification', ({ payload }) => heard.push(payload ?? ''));
    await listener.query('LISTEN workforce_changes');
    try {
      await app.query(`UPDATE workforce.sites SET name = 'x' WHERE code IN ('S-1', 'S-2', 'S-3')`);
      await app.query(`DELETE FROM workforce.sites WHERE code = 'S-4'`);
      await listener.query('SELECT 1');
      expect(heard).toHaveLength(2);
      for (const payload of heard) expect(payload).toMatch(new RegExp(`^${tenantId}:[0-9a-f-]{36}$`));
      const { rows } = await app.query(
        `SELECT count(*)::int AS n FROM workforce.changes WHERE transaction_id >= (
           SELECT transaction_id FROM workforce.changes WHERE id = $1)`,
        [heard[0]?.split(':')[1]],
      );
      expect(rows).toEqual([{ n: 4 }]);
    } finally {
      await listener.end();
    }
  });

  test('is forgotten after its time', async () => {
    await owner.query(
      `UPDATE workforce.changes SET created_at = now() - interval '40 days' WHERE entity = 'Site'`,
    );
    const prune = async () =>
      (await worker.query('SELECT workforce.prune_changes(30, 15000) AS n')).rows[0].n;
    expect(await prune()).toBe(15_000);
    expect(await prune()).toBeGreaterThan(5_000);
    expect(await prune()).toBe(0);
  });
});
