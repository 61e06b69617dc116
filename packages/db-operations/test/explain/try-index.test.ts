import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TryIndexOptions, triedText, tryIndex } from '../../src/index.ts';
import { createLab, type Lab, TENANT_SETTING } from './lab.ts';

let lab: Lab;
beforeAll(async () => {
  lab = await createLab();
});
afterAll(() => lab?.drop());

const attempt = (index: string, options: Partial<TryIndexOptions> = {}) =>
  tryIndex({
    url: lab.database.directUrl('app'),
    ownerUrl: lab.database.superuserUrl,
    sql: "SELECT * FROM lab.items WHERE kind = 'rare'",
    settings: { [TENANT_SETTING]: lab.tenant },
    analyze: true,
    index,
    ...options,
  });

test('an index is tried as the role and in the tenant of the query, and is gone afterwards', async () => {
  const tried = await attempt('CREATE INDEX CONCURRENTLY ON lab.items (tenant_id, kind);');
  expect(tried).toMatchObject({
    used: true,
    after: { role: tried.before.role, plan: { actual: { rows: 5 } } },
  });
  expect(tried.after.findings).toEqual([]);
  expect(tried.before.findings).toHaveLength(1);
  expect(triedText(tried)).toMatch(
    /PostgreSQL uses it\. It was rolled back\.\ncost .* times less\nexecution .* → /,
  );
  expect(await lab.query("SELECT FROM pg_class WHERE relname LIKE 'orgdb%'")).toEqual([]);
});

test('one that does not help is told to be of no use', async () => {
  const tried = await attempt('ON lab.items (tenant_id, note)');
  expect(tried.used).toBe(false);
  expect(triedText(tried)).toContain('PostgreSQL does not use it');
});

test.each([
  ['DROP TABLE lab.items', 'QUERY_UNSUPPORTED'],
  ['ON lab.items (kind); DROP TABLE lab.items', 'QUERY_UNSUPPORTED'],
  ['ON lab.items kind', 'QUERY_INVALID'],
  ['ON lab.items (nothing)', 'QUERY_FAILED'],
])('what is no index is refused: %s', async (index, code) => {
  await expect(attempt(index)).rejects.toMatchObject({ name: 'OperationsError', code });
});

test('the query stays read-only beside the index', async () => {
  const sql = "SELECT set_config('lab.x', '1', true), nextval('lab.slow_id_seq') FROM lab.items LIMIT 1";
  await lab.query('GRANT USAGE ON SEQUENCE lab.slow_id_seq TO org_app');
  await expect(attempt('ON lab.items (kind)', { sql })).rejects.toMatchObject({ code: 'QUERY_WRITES' });
});
