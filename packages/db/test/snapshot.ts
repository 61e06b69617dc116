import pg from 'pg';
import { isOurSchema } from './schemas.ts';

/** Runs one query as whoever the connection string names. */
export async function query<T extends pg.QueryResultRow>(
  url: string,
  sql: string,
  values: unknown[] = [],
): Promise<T[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<T>(sql, values)).rows;
  } finally {
    await client.end();
  }
}

/**
 * Everything that a write would leave a trace in: each row of each table with the transaction that wrote it (audit
 * included), and each sequence.
 */
export async function snapshot(url: string): Promise<Record<string, string[]>> {
  const tables = await query<{ name: string }>(
    url,
    `SELECT c.oid::regclass::text AS name FROM pg_class c
     WHERE ${isOurSchema('c.relnamespace::regnamespace::text')} AND c.relkind IN ('r', 'S') ORDER BY 1`,
  );
  const entries: [string, string[]][] = [];
  for (const { name } of tables) {
    const rows = await query<{ row: string }>(
      url,
      `SELECT xmin::text || ' ' || ROW(t.*)::text AS row FROM ${name} AS t ORDER BY 1`,
    );
    entries.push([name, rows.map(({ row }) => row)]);
  }
  return Object.fromEntries(entries);
}
