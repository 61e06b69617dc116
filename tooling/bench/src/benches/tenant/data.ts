import type { TestDatabase } from '@org/db-testing';
import pg from 'pg';

/** Tenants with many rows, which the cases read and write. */
const TENANTS = 100;
const ROWS_PER_TENANT = 1000;
/** Tenants with few rows, which are only visited. */
const VISITED_TENANTS = 10_000;
const ROWS_PER_VISITED = 5;

export interface Row {
  readonly tenantId: string;
  readonly id: string;
}

/** Loads the tenants with many rows and returns some of these, in one order for all peers. */
export async function loadLarge(database: TestDatabase): Promise<readonly Row[]> {
  return await loading(database, async (client) => {
    await insert(client, 'bench', TENANTS, ROWS_PER_TENANT);
    const { rows } = await client.query<Row>(
      `SELECT p.tenant_id AS "tenantId", p.id FROM commerce.products p
       JOIN core.tenants t ON t.id = p.tenant_id WHERE t.slug LIKE 'bench-%' ORDER BY p.id LIMIT 10000`,
    );
    return rows;
  });
}

/**
 * Loads the tenants that are only visited, and returns their ids. Last of all: among so many small tenants the planner takes
 * a large one for small as well where it does not know which it is, and plans anew where it does.
 */
export async function loadVisited(database: TestDatabase): Promise<readonly string[]> {
  return await loading(database, async (client) => {
    await insert(client, 'visit', VISITED_TENANTS, ROWS_PER_VISITED);
    const { rows } = await client.query<{ id: string }>(
      `SELECT id FROM core.tenants WHERE slug LIKE 'visit-%' ORDER BY id`,
    );
    return rows.map(({ id }) => id);
  });
}

async function insert(client: pg.Client, slug: string, tenants: number, rows: number): Promise<void> {
  // Triggers would write an audit row for each: the load is not what is measured.
  await client.query('SET session_replication_role = replica');
  await client.query(
    `INSERT INTO core.tenants (slug, name, contact_email)
     SELECT $1::text || '-' || n, 'Bench ' || n, 'bench@example.com' FROM generate_series(1, $2::int) n`,
    [slug, tenants],
  );
  await client.query(
    `INSERT INTO commerce.products (tenant_id, code, name, created_at)
     SELECT t.id, 'P' || n, 'Product ' || n, now() - make_interval(mins => n)
     FROM core.tenants t, generate_series(1, $2::int) n WHERE t.slug LIKE $1::text || '-%'`,
    [slug, rows],
  );
  await client.query('VACUUM (ANALYZE) commerce.products, core.tenants');
}

async function loading<R>(database: TestDatabase, work: (client: pg.Client) => Promise<R>): Promise<R> {
  const client = new pg.Client({ connectionString: database.superuserUrl });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
