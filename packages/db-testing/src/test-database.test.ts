import { withConnection } from '@org/db-migrate';
import pg from 'pg';
import { expect, test } from 'vitest';
import { createTestDatabase, type Role } from './index.ts';
import { testDatabases } from './run/databases.ts';
import { currentRun } from './run/handle.ts';

async function query<T extends pg.QueryResultRow>(url: string, sql: string): Promise<T[]> {
  return withConnection(url, async (client) => (await client.query<T>(sql)).rows);
}

const databases = () => withConnection(currentRun().adminUrl, testDatabases);

test.each([
  ['app', 'org_app'],
  ['owner', 'org_owner'],
  ['admin', 'org_admin'],
  ['worker', 'org_worker'],
] as [Role, string][])('the address for %s acts as %s, without rights beyond', async (role, name) => {
  await using db = await createTestDatabase();
  const rows = await query(
    db.url(role),
    `SELECT current_user AS role, rolsuper OR rolbypassrls OR rolcreaterole AS mighty
     FROM pg_roles WHERE rolname IN (current_user, session_user)`,
  );
  expect(rows).toEqual([
    { role: name, mighty: false },
    { role: name, mighty: false },
  ]);
});

test('a clone is protected as the migrations say', async () => {
  await using db = await createTestDatabase();
  const rows = await query<{ table: string; policies: number; forced: boolean }>(
    db.superuserUrl,
    `SELECT c.oid::regclass::text AS table, c.relforcerowsecurity AS forced,
       (SELECT count(*)::int FROM pg_policy WHERE polrelid = c.oid) AS policies
     FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'tenant_id' AND a.attnotnull
     WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition`,
  );
  expect(rows.length).toBeGreaterThan(10);
  expect(rows.filter((row) => !row.forced || row.policies === 0)).toEqual([]);
  expect(await query(db.url(), 'SELECT FROM core.tenants')).toEqual([]);
});

test('the owner owns what the migrations made', async () => {
  await using db = await createTestDatabase();
  const rows = await query(
    db.url('owner'),
    "SELECT DISTINCT tableowner FROM pg_tables WHERE schemaname = 'core'",
  );
  expect(rows).toEqual([{ tableowner: 'org_owner' }]);
});

test('what happens in one clone is not seen in another', async () => {
  await using one = await createTestDatabase();
  await using other = await createTestDatabase();
  await query(one.url('owner'), 'CREATE TABLE core.only_here ()');
  const find = "SELECT to_regclass('core.only_here') IS NOT NULL AS found";
  expect(await query(one.url('owner'), find)).toEqual([{ found: true }]);
  expect(await query(other.url('owner'), find)).toEqual([{ found: false }]);
});

test('twenty are made at once, and dropped at once without a trace', async () => {
  const made = await Promise.all(Array.from({ length: 20 }, () => createTestDatabase()));
  const names = made.map((db) => db.name);
  expect(new Set(names).size).toBe(20);
  expect(await databases()).toEqual(expect.arrayContaining(names));
  await Promise.all(made.map((db) => db.drop()));
  const left = await databases();
  expect(names.filter((name) => left.includes(name))).toEqual([]);
});

test('dropping ends the connections that are left, and may be repeated', async () => {
  const db = await createTestDatabase();
  const client = new pg.Client({ connectionString: db.url() });
  const ended = new Promise<string>((resolve) => client.on('error', (error) => resolve(error.message)));
  await client.connect();
  await db.drop();
  await db.drop();
  expect(await ended).toMatch(/terminat/);
  expect(await databases()).not.toContain(db.name);
});

test('a forgotten connection is reported to who asked for it', async () => {
  const db = await createTestDatabase({ expectNoConnections: true });
  const client = new pg.Client({ connectionString: db.url(), application_name: 'forgetful' });
  client.on('error', () => undefined);
  await client.connect();
  await expect(db.drop()).rejects.toMatchObject({
    code: 'CONNECTIONS_LEFT_OPEN',
    message: expect.stringContaining('forgetful'),
  });
  expect(await databases()).not.toContain(db.name);
});

test('connections that were ended are not reported', async () => {
  const db = await createTestDatabase({ expectNoConnections: true });
  const pool = new pg.Pool({ connectionString: db.url() });
  await Promise.all([pool.query('SELECT 1'), pool.query('SELECT 2')]);
  await pool.end();
  await expect(db.drop()).resolves.toBeUndefined();
});
