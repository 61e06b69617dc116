import pg from 'pg';
import { translateDatabaseError } from '../database-error.ts';
import { SeedError } from '../seed-error.ts';
import { add } from './add.ts';
import { ADDITIONS } from './additions/additions.ts';
import { readTenantTables, type TenantTable } from './catalog.ts';
import { isLeftOut, LARGE, multipleOf, PARENTS, repetitions, SCHEMAS, shares } from './measure.ts';
import { multiply } from './multiply.ts';
import { whileSuspended } from './suspend.ts';

export interface VolumeOptions {
  /** Connection string of the owner of the schema (`org_owner`). The demo tenants must have been seeded. */
  readonly url: string;
  /** Refused in production: the logins of the demo tenants are copied with their passwords. */
  readonly production?: boolean;
  /** Tenants to make; 100 by default. */
  readonly tenants?: number;
  /** Of the rows in each table, users and the large ones: 1 by default, 0.01 for a test. */
  readonly scale?: number;
  readonly onProgress?: (line: string) => void;
}

/** What was written: rows by table. Empty when the volume data were there. */
export interface VolumeReport {
  readonly tenants: number;
  readonly rows: Readonly<Record<string, number>>;
}

/** Of each tenant, at scale 1. */
const USERS = 1_000;
/** The first one's settings are those of all. */
const DEMO = ['well-crafted', 'bahinlink', 'stratibreak', 'summit-homes'];

/**
 * Fills a database as if many tenants had worked with it for years: each is the demo tenants together, many times over, the first
 * ten times as busy as the last. The same options give the same numbers of rows. One transaction, in which triggers and foreign keys
 * are suspended; they are checked at its end. Nothing is written when tenants of this kind exist.
 *
 * @throws SeedError SEED_REFUSED in production, SEED_DEMO_MISSING, SEED_SCHEMA_MISSING, SEED_FORBIDDEN, URL_INVALID, DATABASE_UNREACHABLE,
 * DATABASE_AUTH_FAILED, DATABASE_FAILED
 */
export async function seedVolume(options: VolumeOptions): Promise<VolumeReport> {
  const { url, production = false, tenants = 100, scale = 1, onProgress = () => undefined } = options;
  if (production) {
    throw new SeedError(
      'SEED_REFUSED',
      'Volume data are for tests of speed; they are refused in production.',
    );
  }
  if (!URL.canParse(url)) {
    throw new SeedError(
      'URL_INVALID',
      'The connection string is not valid; write it as postgresql://user:password@host:port/database.',
    );
  }
  const client = new pg.Client({ connectionString: url, application_name: 'org-seeds' });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('BEGIN');
    await client.query("SELECT pg_advisory_xact_lock(hashtext('org.seeds'))");
    const { rowCount } = await client.query("SELECT FROM core.tenants WHERE slug LIKE 'volume-%' LIMIT 1");
    if (rowCount) return { tenants: 0, rows: {} };
    const rows = await fill(client, { tenants, scale }, onProgress);
    await client.query('COMMIT');
    onProgress('volume data committed; statistics are gathered');
    await client.query('ANALYZE');
    return { tenants, rows };
  } catch (error) {
    throw translateDatabaseError(error, url);
  } finally {
    await client.end();
  }
}

async function fill(
  client: pg.Client,
  { tenants, scale }: { tenants: number; scale: number },
  onProgress: (line: string) => void,
): Promise<Record<string, number>> {
  // Sorted in memory where they fit: indexes are built from whole tables.
  await client.query(
    "SET LOCAL work_mem = '128MB'; SET LOCAL maintenance_work_mem = '512MB'; SET LOCAL jit = off",
  );
  const sources = await idsOf(
    client,
    'SELECT id FROM core.tenants WHERE slug = ANY ($1) ORDER BY array_position($1, slug::text)',
    [DEMO],
  );
  if (sources.length < DEMO.length) {
    throw new SeedError('SEED_DEMO_MISSING', 'Volume data are copies of the demo tenants. Seed those first.');
  }
  const tables = (await readTenantTables(client, SCHEMAS)).filter(({ name }) => !isLeftOut(name));
  const byName = new Map(tables.map((table) => [table.name, table]));
  const counts = await countRows(client, tables, sources);
  const users = Math.max(10, Math.round(USERS * scale));
  const copies = Math.max(1, Math.floor(users / (counts.get('core.users') || 1)));
  const rows: Record<string, number> = {};
  const names = ['core.tenants', ...tables.map(({ name }) => name)];
  const addTo = (name: string, count: number | null) => {
    rows[name] = (rows[name] ?? 0) + (count ?? 0);
  };
  await whileSuspended(client, { schemas: SCHEMAS, tables: names, large: LARGE }, async () => {
    const made = await idsOf(client, NEW_TENANTS, [tenants]);
    const numbers = made.map((_, index) => index + 1);
    for (const table of tables) {
      if (!counts.get(table.name)) continue;
      const { history } = multipleOf(table.name);
      const times = repetitions({ history, counts, tenants, copies, scale });
      const { rowCount } = await client.query(multiply(table, byName, multipleOf), [
        sources,
        made,
        numbers,
        copies,
        times,
      ]);
      addTo(table.name, rowCount);
      await gatherStatistics(client, table.name);
    }
    onProgress(`the demo tenants copied ${copies} times into each of ${tenants}`);
    addTo('core.users', (await client.query(MORE_USERS, [made, users])).rowCount);
    await client.query(STATUS_OF_USERS, [made]);
    for (const addition of ADDITIONS) {
      const { rowCount } = await client.query(add(addition), [made, shares(tenants, addition.rows * scale)]);
      addTo(addition.into, rowCount);
      await gatherStatistics(client, addition.into);
      onProgress(`${addition.into}: ${rowCount} rows`);
    }
    onProgress('keys and indexes are checked and built');
  });
  return rows;
}

/** Of tables that others belong to: without, PostgreSQL guesses at rows that were just written, and may take minutes for seconds. */
async function gatherStatistics(client: pg.Client, table: string): Promise<void> {
  if (PARENTS.has(table)) await client.query(`ANALYZE ${table}`);
}

async function countRows(client: pg.Client, tables: readonly TenantTable[], sources: readonly string[]) {
  const text = tables
    .map(
      ({ name }) => `SELECT '${name}' AS name, count(*)::int AS rows FROM ${name} WHERE tenant_id = ANY ($1)`,
    )
    .join(' UNION ALL ');
  const { rows } = await client.query<{ name: string; rows: number }>(text, [sources]);
  return new Map(rows.map((row) => [row.name, row.rows]));
}

async function idsOf(client: pg.Client, text: string, values: readonly unknown[]): Promise<string[]> {
  return (await client.query<{ id: string }>(text, [...values])).rows.map(({ id }) => id);
}

const NEW_TENANTS = `
  INSERT INTO core.tenants (slug, name, status, subscription_tier, contact_email)
  SELECT 'volume-' || lpad(n::text, 3, '0'), 'Volume ' || n, 'ACTIVE', 'enterprise', 'volume@example.com'
  FROM generate_series(1, $1::int) AS n RETURNING id`;

/** Up to the promised number: those who have no role yet. */
const MORE_USERS = `
  INSERT INTO core.users (tenant_id, name, email, password_hash, status)
  SELECT tenant.id, 'New User ' || n, 'new-' || n || '@example.com', 'none', 'PENDING'
  FROM unnest($1::uuid[]) AS tenant (id),
    LATERAL generate_series(1, $2 - (SELECT count(*) FROM core.users u WHERE u.tenant_id = tenant.id)) AS n`;

/** Of twenty users sixteen work, two have left, one is suspended, one was never there. */
const STATUS_OF_USERS = `
  UPDATE core.users u SET status = chosen.status::core.user_status, is_active = chosen.status = 'ACTIVE',
    last_login_at = CASE WHEN chosen.status <> 'PENDING' THEN u.created_at + interval '1 hour' * chosen.place END
  FROM (
    SELECT tenant_id, id, place, CASE place % 20 WHEN 5 THEN 'INACTIVE' WHEN 9 THEN 'INACTIVE' WHEN 13 THEN 'SUSPENDED'
      WHEN 17 THEN 'PENDING' ELSE 'ACTIVE' END AS status
    FROM (SELECT tenant_id, id, row_number() OVER (PARTITION BY tenant_id ORDER BY email) AS place
      FROM core.users WHERE tenant_id = ANY ($1)) placed
  ) chosen
  WHERE (u.tenant_id, u.id) = (chosen.tenant_id, chosen.id)`;
