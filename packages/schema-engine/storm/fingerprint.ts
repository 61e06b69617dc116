import type { Client } from 'pg';

/** What a database holds, apart from when it came about: two of one history must be equal. */
export async function fingerprint(client: Client): Promise<string> {
  const { rows } = await client.query<{ line: string }>(`
    SELECT 'column ' || table_name || '.' || column_name || ' ' || udt_name AS line
      FROM information_schema.columns WHERE table_schema = 'public' AND table_name <> '_prisma_migrations'
    UNION ALL SELECT 'index ' || indexdef || ' ' || indisvalid
      FROM pg_indexes JOIN pg_index ON indexrelid = to_regclass(format('%I.%I', schemaname, indexname))
      WHERE schemaname = 'public'
    UNION ALL SELECT 'function ' || proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace
    UNION ALL SELECT 'type ' || typname || ' ' || enumlabel FROM pg_enum JOIN pg_type t ON t.oid = enumtypid
    UNION ALL SELECT 'migration ' || migration_name || ' ' || count(*) FILTER (WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL)
      || ' ' || count(*) FILTER (WHERE finished_at IS NULL AND rolled_back_at IS NULL)
      FROM _prisma_migrations GROUP BY migration_name
    ORDER BY 1`);
  const tables = rows
    .map(({ line }) => /^column (t\d+)\.note/.exec(line)?.[1])
    .filter((table) => table !== undefined);
  const counts: string[] = [];
  for (const table of tables) {
    const result = await client.query<{ rows: string }>(`SELECT count(*) AS rows FROM ${table}`);
    counts.push(`rows ${table} ${result.rows[0]?.rows}`);
  }
  return [...rows.map(({ line }) => line), ...counts].join('\n');
}
