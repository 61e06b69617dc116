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

export interface Data {
  /** Rows of the large tenants, in one order for all peers. */
  readonly rows: readonly Row[];
  readonly visited: readonly string[];
}

export async function load(database: TestDatabase): Promise<Data> {
  const client = new pg.Client({ connectionString: database.superuserUrl });
  await client.connect();
  try {
    // Triggers would write an audit row for each: the load is not what is measured.
    await client.query('SET session_replication_role = replica');
    for (const [slug, tenants, rows] of [
      ['bench', TENANTS, ROWS_PER_TENANT],
      ['visit', VISITED_TENANTS, ROWS_PER_VISITED],
    ]) {
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
    }
    await client.query('VACUUM (ANALYZE) commerce.products, core.tenants');
    const rows = await client.query<Row>(
      `SELECT p.tenant_id AS "tenantId", p.id FROM commerce.products p
       JOIN core.tenants t ON t.id = p.tenant_id WHERE t.slug LIKE 'bench-%' ORDER BY p.id LIMIT 10000`,
    );
    const visited = await client.query<{ id: string }>(
      `SELECT id FROM core.tenants WHERE slug LIKE 'visit-%' ORDER BY id`,
    );
    return { rows: rows.rows, visited: visited.rows.map(({ id }) => id) };
  } finally {
    await client.end();
  }
}
