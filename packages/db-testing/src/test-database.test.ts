import pg from 'pg';
import { expect, test } from 'vitest';
import { createTestDatabase } from './index.ts';

test('a clone holds the migrations, and is reached as the role that was asked for', async () => {
  await using db = await createTestDatabase();
  const client = new pg.Client({ connectionString: db.url() });
  await client.connect();
  const { rows } = await client.query(
    'SELECT current_user AS role, count(*)::int AS policies FROM pg_policies',
  );
  await client.end();
  expect(rows[0].role).toBe('org_app');
  expect(rows[0].policies).toBeGreaterThan(0);
});
