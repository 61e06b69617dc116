import { afterAll, beforeAll, expect, test } from 'vitest';
import { comparedText, compareQueries, type TryIndexOptions, triedText, tryIndex } from '../../src/index.ts';
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
  const text = triedText(tried);
  expect(text).toMatch(/Only in the plan without it:\n {2}#\d+ Seq Scan on lab\.items: .* 5 rows\n/);
  expect(text).toMatch(/Findings that are gone:\n {2}scan-of-large-table: /);
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

const compare = (sql: string, other: string, analyze = true) =>
  compareQueries({
    url: lab.database.directUrl('app'),
    settings: { [TENANT_SETTING]: lab.tenant, max_parallel_workers_per_gather: '0' },
    sql,
    other,
    analyze,
  });

test('two queries are compared: figures, nodes, conditions and findings', async () => {
  const byKey = 'SELECT note FROM lab.items WHERE id IN (8000, 16000, 24000, 32000, 40000)';
  const compared = await compare("SELECT note FROM lab.items WHERE kind = 'rare'", byKey);
  expect(compared.comparison.findings).toMatchObject({
    gone: [{ rule: 'scan-of-large-table' }],
    came: [],
    stayed: [],
  });
  const text = comparedText(compared);
  expect(text).toMatch(
    /\ncost .* times less\nexecution .* → .*\nplanning .*\nrows +5 rows → 5 rows: the same\nread .* times less\n/,
  );
  expect(text).toMatch(
    /Only in the first:\n {2}#1 Seq Scan on lab\.items: .*\nOnly in the second:\n(?: {2}#.*\n)? {2}#\d .*items_pkey/,
  );
  expect(text).not.toContain('do not ask the same');

  const one = 'SELECT note FROM lab.items WHERE id = 8000';
  const others = await compare(one, one.replace('8000', '-1'));
  expect(others.comparison.nodes).toEqual({
    onlyInFirst: [],
    onlyInSecond: [],
    changed: [{ first: 1, second: 1 }],
  });
  const words = comparedText(others);
  expect(words).toMatch(/#1 → #1 .*: 1 → 0 rows\n.*8000.*\n.*→ .*-1/);
  expect(words).toContain('do not ask the same');
});

test('a query compared with itself is the same, and a second one that is none is named', async () => {
  const sql = "SELECT note FROM lab.items WHERE kind = 'rare'";
  const same = await compare(sql, sql, false);
  expect(same.comparison.nodes).toEqual({ onlyInFirst: [], onlyInSecond: [], changed: [] });
  expect(same.comparison.findings).toMatchObject({ gone: [], came: [], stayed: same.first.findings });
  await expect(compare(sql, 'SELEC 1')).rejects.toMatchObject({
    code: 'QUERY_INVALID',
    message: expect.stringMatching(/^The query to compare with: .*SELEC/),
  });
});
