import { createTestDatabase, type TestDatabase } from '@org/db-testing';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { MODELS } from '../generated/models.ts';
import { isOurSchema } from './schemas.ts';

// What the database itself promises, read from its catalogs: a table added without one of these fails here.
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

const GLOBAL = [
  'admin_accesses',
  'login_rates',
  'permissions',
  'role_permissions',
  'roles',
  'tenant_operations',
];

// Partitions count as tables of their own: reached directly, their parent's policies do not hold.
const TABLES = `
  SELECT c.oid, n.nspname AS schema, c.relname AS name, c.relispartition AS partition,
         c.relrowsecurity AS enabled, c.relforcerowsecurity AS forced
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE ${isOurSchema('n.nspname')} AND c.relkind IN ('r', 'p')`;

async function rows<T extends object>(sql: string, values: unknown[] = []): Promise<T[]> {
  return (await owner.query<T>(sql, values)).rows;
}

describe('tenant tables', () => {
  test('all of them force row level security and have a policy', async () => {
    const naked = await rows(
      `SELECT t.name FROM (${TABLES}) t
       WHERE t.name <> ALL ($1)
         AND (NOT t.enabled OR NOT t.forced OR NOT EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = t.oid))`,
      [GLOBAL],
    );
    expect(naked).toEqual([]);
    expect((await rows(TABLES)).length).toBeGreaterThan(60);
  });

  test('each is isolated by tenant for the services, and narrowed for portal users', async () => {
    const incomplete = await rows(
      `SELECT t.name FROM (${TABLES}) t
       WHERE t.name <> ALL ($1) AND NOT t.partition AND (
         NOT EXISTS (SELECT FROM pg_policies p WHERE p.schemaname = t.schema AND p.tablename = t.name
                     AND p.policyname = 'tenant_isolation' AND p.permissive = 'PERMISSIVE' AND p.roles = '{org_app}'
                     AND p.qual LIKE '%app.current_tenant_id%' AND p.with_check LIKE '%app.current_tenant_id%')
         OR NOT EXISTS (SELECT FROM pg_policies p WHERE p.schemaname = t.schema AND p.tablename = t.name
                        AND p.policyname = 'portal_scope' AND p.permissive = 'RESTRICTIVE'))`,
      [GLOBAL],
    );
    expect(incomplete).toEqual([]);
  });

  test('no policy holds a sub-select', async () => {
    expect(
      await rows(
        "SELECT policyname FROM pg_policies WHERE coalesce(qual, '') || coalesce(with_check, '') ~* 'select'",
      ),
    ).toEqual([]);
  });

  test('the tenant leads every primary key', async () => {
    const others = await rows<{ name: string; first: string }>(
      `SELECT t.name, a.attname AS first FROM (${TABLES}) t
       JOIN pg_index i ON i.indrelid = t.oid AND i.indisprimary
       JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = i.indkey[0]
       WHERE t.name <> ALL ($1) AND a.attname <> 'tenant_id' ORDER BY 1`,
      [GLOBAL],
    );
    // The table of tenants is led by the tenant itself; a global setting has no tenant.
    expect(others.map((row) => row.name)).toEqual(['system_configurations', 'tenants']);
  });

  test('a foreign key between them contains the tenant on both sides', async () => {
    const loose = await rows(
      `SELECT con.conname FROM pg_constraint con
       JOIN (${TABLES}) t ON t.oid = con.conrelid JOIN (${TABLES}) target ON target.oid = con.confrelid
       JOIN pg_attribute a ON a.attrelid = con.conrelid AND a.attnum = con.conkey[1]
       WHERE con.contype = 'f' AND target.name <> ALL ($1) AND t.name <> ALL ($1) AND a.attname <> 'tenant_id'`,
      [GLOBAL],
    );
    expect(loose).toEqual([]);
  });

  test('keys neither cascade on update nor set null on delete', async () => {
    expect(
      await rows(
        `SELECT conname FROM pg_constraint con JOIN (${TABLES}) t ON t.oid = con.conrelid
         WHERE contype = 'f' AND (confupdtype <> 'a' OR confdeltype NOT IN ('a', 'r', 'c'))`,
      ),
    ).toEqual([]);
  });

  test('a unique key of rows that can be marked as deleted holds for living ones only', async () => {
    const marked = await rows(
      `SELECT FROM pg_attribute a JOIN (${TABLES}) t ON t.oid = a.attrelid WHERE a.attname = 'deleted_at'`,
    );
    expect(marked.length).toBeGreaterThan(4);
    const lasting = await rows(
      `SELECT t.name, i.indexrelid::regclass FROM pg_index i JOIN (${TABLES}) t ON t.oid = i.indrelid
       JOIN pg_attribute a ON a.attrelid = t.oid AND a.attname = 'deleted_at'
       WHERE i.indisunique
         -- A key with the id in it keeps nothing from being used again.
         AND NOT EXISTS (SELECT FROM pg_attribute k WHERE k.attrelid = t.oid AND k.attnum = ANY (i.indkey) AND k.attname = 'id')
         AND coalesce(pg_get_expr(i.indpred, i.indrelid), '') NOT LIKE '%(deleted_at IS NULL)%'`,
    );
    expect(lasting).toEqual([]);
  });

  test('every foreign key has an index that leads with its columns', async () => {
    const missing = await rows(
      `SELECT t.name, con.conname FROM pg_constraint con JOIN (${TABLES}) t ON t.oid = con.conrelid
       WHERE con.contype = 'f' AND NOT t.partition AND NOT EXISTS (
         SELECT FROM pg_index i WHERE i.indrelid = t.oid AND i.indpred IS NULL
           AND con.conkey::int2[] <@ (i.indkey::int2[])[0:cardinality(con.conkey) - 1])`,
    );
    expect(missing).toEqual([]);
  });
});

test('values of enums stand in the order in which pages compare them', async () => {
  const stored = await rows<{ table: string; column: string; values: string[] }>(
    `SELECT n.nspname || '.' || c.relname AS table, a.attname AS column,
       (SELECT array_agg(enumlabel::text ORDER BY enumsortorder) FROM pg_enum WHERE enumtypid = a.atttypid) AS values
     FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
     JOIN pg_type t ON t.oid = a.atttypid AND t.typtype = 'e'
     WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND n.nspname NOT IN ('pg_catalog', 'information_schema')`,
  );
  const byTable = new Map(stored.map(({ table, values }) => [`${table} ${values.join()}`, true]));
  const differing = Object.entries(MODELS).flatMap(([model, facts]) =>
    Object.entries(facts.enums)
      .filter(([, values]) => !byTable.has(`${facts.schema}.${facts.table} ${values.join()}`))
      .map(([field]) => `${model}.${field}`),
  );
  expect(differing).toEqual([]);
  expect(stored.length).toBeGreaterThan(20);
});

describe('roles', () => {
  test('none can pass row level security, and only the owner owns', async () => {
    const strong = await rows(
      "SELECT rolname FROM pg_roles WHERE rolname LIKE 'org\\_%' AND (rolsuper OR rolbypassrls OR rolcreaterole)",
    );
    expect(strong).toEqual([]);
    const owners = await rows<{ owner: string }>(
      `SELECT DISTINCT pg_get_userbyid(c.relowner) AS owner FROM pg_class c JOIN (${TABLES}) t ON t.oid = c.oid`,
    );
    expect(owners).toEqual([{ owner: 'org_owner' }]);
  });

  test('services may not truncate, reference, or touch what is not theirs to change', async () => {
    const rights = await rows<{ table_name: string; privilege_type: string }>(
      `SELECT table_name, privilege_type FROM information_schema.role_table_grants
       WHERE grantee = 'org_app' AND (privilege_type NOT IN ('SELECT', 'INSERT', 'UPDATE', 'DELETE')
         OR (table_name = ANY ($1) AND privilege_type <> 'SELECT')
         OR (table_name = 'audit_logs' AND privilege_type IN ('UPDATE', 'DELETE'))
         OR table_name LIKE 'audit\\_logs\\_%')`,
      [[...GLOBAL, 'tenants']],
    );
    expect(rights).toEqual([]);
  });

  test('functions that run with the owner’s rights are closed to everybody else', async () => {
    const open = await rows(
      `SELECT p.proname FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
       WHERE ${isOurSchema('n.nspname')} AND p.prosecdef
         AND (p.proacl IS NULL OR EXISTS (SELECT FROM aclexplode(p.proacl) acl WHERE acl.grantee = 0))`,
    );
    expect(open).toEqual([]);
  });
});

describe('the services’ role with no tenant set', () => {
  test('sees no row of any tenant table, and cannot write one', async () => {
    await owner.query(
      "INSERT INTO core.tenants (slug, name, contact_email) VALUES ('seen', 'Seen', 'a@b.example')",
    );
    await owner.query(
      `INSERT INTO commerce.products (tenant_id, code, name) SELECT id, 'P', 'P' FROM core.tenants`,
    );
    const app = new pg.Client({ connectionString: database.url('app') });
    await app.connect();
    try {
      const tables = await rows<{ schema: string; name: string; partition: boolean }>(TABLES);
      for (const table of tables.filter((one) => !GLOBAL.includes(one.name) && !one.partition)) {
        const { rows: seen } = await app.query(
          `SELECT count(*)::int AS n FROM ${table.schema}.${table.name}`,
        );
        expect(seen, table.name).toEqual([{ n: 0 }]);
      }
      await expect(
        app.query("INSERT INTO commerce.products (code, name) VALUES ('X', 'X')"),
      ).rejects.toMatchObject({ code: 'TN001' });
      await expect(
        app.query(
          `INSERT INTO commerce.products (tenant_id, code, name) VALUES (gen_random_uuid(), 'X', 'X')`,
        ),
      ).rejects.toMatchObject({ code: '42501' });
    } finally {
      await app.end();
    }
  });
});

describe('time-ordered identifiers', () => {
  test('are version 7, carry the time, and ascend', async () => {
    const [row] = await rows<{ ids: string[]; now: string }>(
      'SELECT array_agg(core.uuid_v7()::text) AS ids, floor(extract(epoch FROM clock_timestamp()) * 1000)::text AS now FROM generate_series(1, 100)',
    );
    const ids = row?.ids ?? [];
    expect(new Set(ids).size).toBe(100);
    // Up to the random digits: within the millisecond as well, by the clock's resolution.
    const times = ids.map((id) => id.slice(0, 18));
    expect(times).toEqual(times.toSorted());
    expect(new Set(times).size).toBeGreaterThan(10);
    for (const id of ids) {
      expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
      const millis = Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16);
      expect(Math.abs(millis - Number(row?.now))).toBeLessThan(60_000);
    }
  });
});
