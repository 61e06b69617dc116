import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { createTestDatabase } from '@org/db-testing';
import pg from 'pg';
import { expect, test } from 'vitest';

const migrations = path.join(import.meta.dirname, '..', 'prisma', 'migrations');

test('the history goes down step by step and up again, to the same catalog', async () => {
  await using database = await createTestDatabase();
  const names = (await readdir(migrations, { withFileTypes: true }))
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
  const owner = new pg.Client({ connectionString: database.url('owner') });
  await owner.connect();
  try {
    const before = await fingerprint(owner);
    for (const name of names.toReversed()) await run(owner, name, 'rollback.sql');
    const empty = await fingerprint(owner);
    expect(empty).toEqual([]);
    for (const name of names) await run(owner, name, 'migration.sql');
    expect(await fingerprint(owner)).toEqual(before);
    expect(before.length).toBeGreaterThan(1000);
  } finally {
    await owner.end();
  }
});

async function run(client: pg.Client, name: string, file: string): Promise<void> {
  const script = await readFile(path.join(migrations, name, file), 'utf8');
  // A script sent at once is one transaction, in which no index can be built concurrently.
  const statements = script.includes(' CONCURRENTLY ') ? script.split(/;\n/) : [script];
  for (const statement of statements) await client.query(statement);
}

// Every object of ours with its definition: columns, constraints, indexes, policies, triggers, functions, grants.
async function fingerprint(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ line: string }>(`
    WITH space AS (SELECT oid, nspname FROM pg_namespace WHERE nspname <> ALL ('{public,information_schema}') AND nspname !~ '^pg_'),
    class AS (SELECT c.*, s.nspname FROM pg_class c JOIN space s ON s.oid = c.relnamespace)
    SELECT 'schema ' || nspname AS line FROM space
    UNION ALL SELECT concat_ws(' ', 'relation', nspname, relname, relkind, relrowsecurity, relforcerowsecurity, relacl::text,
                               pg_get_userbyid(relowner)) FROM class
    UNION ALL SELECT concat_ws(' ', 'column', nspname, relname, attnum, attname, format_type(atttypid, atttypmod), attnotnull,
                               pg_get_expr(adbin, adrelid))
      FROM class JOIN pg_attribute a ON a.attrelid = class.oid AND attnum > 0
      LEFT JOIN pg_attrdef d ON d.adrelid = class.oid AND d.adnum = a.attnum
    UNION ALL SELECT concat_ws(' ', 'constraint', nspname, relname, conname, pg_get_constraintdef(con.oid))
      FROM class JOIN pg_constraint con ON con.conrelid = class.oid
    UNION ALL SELECT concat_ws(' ', 'index', pg_get_indexdef(indexrelid)) FROM class JOIN pg_index i ON i.indrelid = class.oid
    UNION ALL SELECT concat_ws(' ', 'policy', schemaname, tablename, policyname, permissive, roles::text, cmd, qual, with_check)
      FROM pg_policies
    UNION ALL SELECT concat_ws(' ', 'trigger', pg_get_triggerdef(t.oid)) FROM class JOIN pg_trigger t ON t.tgrelid = class.oid
      WHERE NOT tgisinternal
    UNION ALL SELECT concat_ws(' ', 'function', pg_get_functiondef(p.oid), p.proacl::text)
      FROM pg_proc p JOIN space ON space.oid = p.pronamespace
    UNION ALL SELECT concat_ws(' ', 'enum', nspname, typname, enumlabel, enumsortorder)
      FROM pg_type JOIN pg_enum ON enumtypid = pg_type.oid JOIN space ON space.oid = typnamespace
    ORDER BY 1`);
  return rows.map((row) => row.line);
}
