import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Home, newHome, query } from './orgdb.ts';

let home: Home;
let owner: string;
let tenantId: string;

beforeAll(async () => {
  home = await newHome();
  await home.run(['up', '--no-seed']);
  owner = (await home.run(['url', '--role', 'owner'])).stdout.trim();
  const [row] = await query<{ id: string }>(owner, PEOPLE);
  tenantId = row?.id ?? '';
});
afterAll(() => home?.dispose());

const PEOPLE = `
  WITH tenant AS (INSERT INTO core.tenants (slug, name, contact_email) VALUES ('acme', 'a', 'a@b.c'), ('other', 'o', 'o@b.c') RETURNING *),
    role AS (INSERT INTO core.roles (system, name, description) VALUES ('commerce', 'buyer', 'b') RETURNING id),
    customer AS (INSERT INTO commerce.customers (tenant_id, code, name, state) SELECT id, 'C1', 'c', 'CA' FROM tenant RETURNING *),
    portal AS (INSERT INTO commerce.portal_users (tenant_id, customer_id, role_id, name, email, password_hash)
      SELECT c.tenant_id, c.id, role.id, 'p', n || '@' || slug || '.example', '-' FROM customer c JOIN tenant t ON t.id = c.tenant_id, role, generate_series(1, 3) AS n)
  SELECT id FROM tenant WHERE slug = 'acme'`;

const MINE = 'SELECT name FROM core.tenants';

test("shows a plan in the tenant's context, as text and as JSON", async () => {
  const text = await home.run(['explain', MINE, '--tenant', 'acme', '--analyze']);
  expect(text).toMatchObject({ code: 0, stdout: expect.stringMatching(/ → 1 /) });
  expect(text.stdout).toMatch(/id = app\.current_tenant_id/);
  expect(text.stdout).toContain('as org_app');
  expect(text.stdout).toContain('Nothing found that speaks against this plan.');

  const file = path.join(home.directory, '..', 'query.sql');
  await writeFile(file, '-- who\nSELECT name FROM core.tenants WHERE slug = $1 OR name = $2;\n');
  const values = ['--param', 'acme', '--param-null', '--tenant', tenantId, '--analyze'];
  expect(await home.json(['explain', '--file', file, ...values])).toMatchObject({
    code: 0,
    value: { role: 'org_app', generic: false, findings: [], plan: { actual: { rows: 1 } } },
  });
  const seesAll = await home.run(['explain', MINE]);
  expect(seesAll.stdout).toContain('A policy lets org_owner see every row (core.tenants)');
  const users = ['explain', 'SELECT * FROM commerce.portal_users', '--tenant', 'acme', '--analyze'];
  expect(await home.json(users)).toMatchObject({ code: 0, value: { plan: { actual: { rows: 3 } } } });
  const buyer = await home.json([...users, '--portal-user', '1@acme.example']);
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
  const explained = await home.run(['explain', '--query-id', found?.id ?? '', '--tenant', 'acme']);
  expect(explained).toMatchObject({
    stderr: '',
    code: 0,
    stdout: expect.stringContaining('Planned for any values'),
  });
  expect((await home.run(['explain', '--slow'])).stdout).toMatch(/^query id .*\n-?\d+ /);
  const unknown = await home.run(['explain', '--query-id', '1']);
  expect(unknown).toMatchObject({ code: 2, stderr: expect.stringContaining('[QUERY_UNKNOWN]') });
});

test('tries an index that is gone afterwards, on the local database', async () => {
  const args = ['explain', MINE, '--tenant', 'acme', '--with-index', 'ON core.tenants (name)'];
  const tried = await home.run(args);
  expect(tried).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/PostgreSQL (uses it|does not use it)\. It was rolled back/),
  });
  const url = (await home.run(['url'])).stdout.trim();
  const refused = await home.run(args, { DATABASE_URL: url, DIRECT_URL: owner });
  expect(refused).toMatchObject({ code: 5, stderr: expect.stringContaining('[LOCAL_ONLY]') });
});

test('compares two queries, in the context of the tenant', async () => {
  const other = path.join(home.directory, '..', 'other.sql');
  await writeFile(other, 'SELECT name FROM core.tenants WHERE slug = $1');
  const first = ['explain', 'SELECT name FROM core.tenants WHERE name = $1', '--param', 'a'];
  const compared = await home.run([...first, '--compare-file', other, '--tenant', 'acme', '--analyze']);
  expect(compared).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(
      /^The first query:\n(?:.*\n)*The second query:\n(?:.*\n)*rows +1 rows → 0 rows: /,
    ),
  });
  expect(await home.json([...first, '--compare', MINE])).toMatchObject({
    code: 2,
    value: { error: { code: 'PARAMETERS_INVALID', message: expect.stringContaining('to compare with') } },
  });
});

test.each([
  [['explain', MINE, '--compare', MINE, '--with-index', 'ON core.tenants (name)'], 2, 'cannot be used with'],
  [['explain'], 2, 'Give one query'],
  [['explain', '--query-id', 'x'], 2, 'whole number'],
  [['explain', 'SELECT 1', '--allow-writes'], 2, 'leave out --allow-writes'],
  [['explain', 'SELECT 1', '--tenant', 'nobody'], 2, 'There is no tenant "nobody"'],
  [['explain', 'SELECT 1', '--tenant', 'other', '--portal-user', '1@acme.example'], 2, 'no portal user'],
  [['explain', 'SELEC 1'], 2, 'syntax error at or near "SELEC" (line 1, column 1)'],
  [['explain', 'DELETE FROM core.tenants', '--analyze'], 5, '[QUERY_WRITES]'],
  [['explain', 'SELECT pg_sleep(60)', '--analyze', '--timeout', '1'], 1, '[QUERY_TIMEOUT]'],
])('refuses %j with a word and no trace', async (args, code, message) => {
  const ended = await home.run(args);
  expect(ended).toMatchObject({ code, stdout: '', stderr: expect.stringContaining(message) });
  expect(ended.stderr).not.toMatch(/^\s+at /m);
});
