import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Home, newHome, query } from './orgdb.ts';

let home: Home;
let owner: string;
let tenantId: string;

beforeAll(async () => {
  home = await newHome();
  await home.run(['up']);
  owner = (await home.run(['url', '--role', 'owner'])).stdout.trim();
  const [row] = await query<{ id: string }>(owner, "SELECT id FROM core.tenants WHERE slug = 'well-crafted'");
  tenantId = row?.id ?? '';
});
afterAll(() => home?.dispose());

const MINE = 'SELECT name FROM core.tenants';

test("shows a plan in the tenant's context, as text and as JSON", async () => {
  const text = await home.run(['explain', MINE, '--tenant', 'well-crafted', '--analyze']);
  expect(text).toMatchObject({ code: 0, stdout: expect.stringMatching(/ → 1 /) });
  expect(text.stdout).toMatch(/id = app\.current_tenant_id/);
  expect(text.stdout).toContain('as org_app');
  expect(text.stdout).toContain('Nothing found that speaks against this plan.');

  const file = path.join(home.directory, '..', 'query.sql');
  await writeFile(file, '-- who\nSELECT name FROM core.tenants WHERE slug = $1 OR name = $2;\n');
  const values = ['--param', 'well-crafted', '--param-null', '--tenant', tenantId, '--analyze'];
  expect(await home.json(['explain', '--file', file, ...values])).toMatchObject({
    code: 0,
    value: { role: 'org_app', generic: false, findings: [], plan: { actual: { rows: 1 } } },
  });
  const seesAll = await home.run(['explain', MINE]);
  expect(seesAll.stdout).toContain('A policy lets org_owner see every row (core.tenants)');
  const users = ['explain', 'SELECT * FROM commerce.portal_users', '--tenant', 'well-crafted', '--analyze'];
  expect(await home.json(users)).toMatchObject({ code: 0, value: { plan: { actual: { rows: 3 } } } });
  const buyer = await home.json([...users, '--portal-user', 'elena@harborview-cellars.example']);
  expect(buyer).toMatchObject({ code: 0, value: { plan: { actual: { rows: 1 } } } });
});

test('lists slow queries, and explains one of them for any values', async () => {
  await query(
    owner,
    "SELECT count(*) FROM core.tenants WHERE slug = $1 AND name <> 'found by its id'".replace('$1', "'x'"),
  );
  const { value } = await home.json(['explain', '--slow', '--limit', '1000']);
  const { queries } = value as { queries: { id: string; query: string }[] };
  const found = queries.find(({ query: text }) =>
    text.includes('count(*) FROM core.tenants WHERE slug = $1 AND name'),
  );
  const explained = await home.run(['explain', '--query-id', found?.id ?? '', '--tenant', 'well-crafted']);
  expect(explained).toMatchObject({
    stderr: '',
    code: 0,
    stdout: expect.stringContaining('Planned for any values'),
  });
  expect((await home.run(['explain', '--slow'])).stdout).toMatch(/^query id .*\n-?\d+ /);
  const unknown = await home.run(['explain', '--query-id', '1']);
  expect(unknown).toMatchObject({ code: 2, stderr: expect.stringContaining('[QUERY_UNKNOWN]') });
});

test.each([
  [['explain'], 2, 'Give one query'],
  [['explain', '--query-id', 'x'], 2, 'whole number'],
  [['explain', 'SELECT 1', '--allow-writes'], 2, 'leave out --allow-writes'],
  [['explain', 'SELECT 1', '--tenant', 'nobody'], 2, 'There is no tenant "nobody"'],
  [
    ['explain', 'SELECT 1', '--tenant', 'bahinlink', '--portal-user', 'elena@harborview-cellars.example'],
    2,
    'no portal user',
  ],
  [['explain', 'SELEC 1'], 2, 'syntax error at or near "SELEC" (line 1, column 1)'],
  [['explain', 'DELETE FROM core.tenants', '--analyze'], 5, '[QUERY_WRITES]'],
  [['explain', 'SELECT pg_sleep(60)', '--analyze', '--timeout', '1'], 1, '[QUERY_TIMEOUT]'],
])('refuses %j with a word and no trace', async (args, code, message) => {
  const ended = await home.run(args);
  expect(ended).toMatchObject({ code, stdout: '', stderr: expect.stringContaining(message) });
  expect(ended.stderr).not.toMatch(/^\s+at /m);
});
