import type { Client } from 'pg';
import { catalogFingerprint } from '../src/catalog/fingerprint.ts';
import { readCatalog } from '../src/catalog/read-catalog.ts';

/** Everything that a deploy must lead to: the catalog, every row, and no index that is not valid. */
export async function stateOf(client: Client): Promise<string> {
  const catalog = catalogFingerprint(await readCatalog(client));
  const { rows: tables } = await client.query<{ name: string }>(
    "SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables WHERE schemaname = 'public' AND tablename <> '_prisma_migrations' ORDER BY 1",
  );
  const sums: string[] = [];
  for (const { name } of tables) {
    const { rows } = await client.query<{ sum: string }>(
      `SELECT count(*) || ' ' || coalesce(md5(string_agg(t::text, ',' ORDER BY t::text)), '') AS sum FROM ${name} AS t`,
    );
    sums.push(`${name} ${rows[0]?.sum}`);
  }
  const { rows: history } = await client.query<{ line: string }>(
    `SELECT migration_name || ' ' || count(*) FILTER (WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL) || ' ' ||
       count(*) FILTER (WHERE finished_at IS NULL AND rolled_back_at IS NULL) AS line
     FROM _prisma_migrations GROUP BY migration_name ORDER BY 1`,
  );
  const { rows: invalid } = await client.query('SELECT FROM pg_index WHERE NOT indisvalid');
  return [catalog, ...sums, ...history.map(({ line }) => line), `${invalid.length} invalid indexes`].join(
    '\n',
  );
}
