import { withConnection } from '@org/db-migrate';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { explainQuery, explainText, slowQueries } from '../../src/index.ts';
import { createLab, type Lab, TENANT_SETTING } from './lab.ts';

let lab: Lab;
beforeAll(async () => {
  lab = await createLab();
});
afterAll(() => lab?.drop());

const ids = async (table: string) =>
  (await lab.query<{ count: string }>(`SELECT count(*) FROM lab.${table}`))[0]?.count;

describe('a plan', () => {
  test("holds the tenant's policy, and finds none of another's rows", async () => {
    const theirs = await lab.explain("SELECT * FROM lab.items WHERE kind = 'theirs'");
    expect(theirs.role).toMatch(/^org_app/);
    expect(explainText(theirs)).toContain(`tenant_id = ${TENANT_SETTING}`);
    expect(theirs.plan.actual?.rows).toBe(0);
    const settings = { [TENANT_SETTING]: lab.other };
    expect(
      (await lab.explain("SELECT * FROM lab.items WHERE kind = 'theirs'", { settings })).plan.actual?.rows,
    ).toBe(50);
    const none = await explainQuery({ url: lab.database.directUrl('app'), sql: 'SELECT * FROM lab.items' });
    expect(none.notes.join()).toContain('No tenant is set');
    const passing = await explainQuery({ url: lab.database.superuserUrl, sql: 'SELECT * FROM lab.items' });
    expect(passing.notes.join()).toContain('passes row level security (lab.items)');
    const owner = await explainQuery({
      url: lab.database.directUrl('owner'),
      sql: 'SELECT * FROM core.users',
    });
    expect(owner.notes.join()).toContain('see every row (core.users)');
  });

  test('is that of the values, sent as parameters, or of any', async () => {
    const sql = 'SELECT * FROM lab.items WHERE id = $1 AND kind <> $2';
    const parameters = ['7', "'; DROP TABLE lab.items; --"];
    const given = await lab.explain(sql, { parameters });
    expect(given).toMatchObject({ generic: false, plan: { actual: { rows: 1 } } });
    const any = await lab.explain(sql, { analyze: false });
    expect(any.generic).toBe(true);
    expect(explainText(any)).toContain('id = $1');
    expect(explainText(any)).toContain('Planned for any values');
    const empty = await lab.explain(sql, { parameters: ['7', null] });
    expect(empty.plan.actual?.rows).toBe(0);
  });

  test('shows in its text what was expected and found, times, and findings', async () => {
    const text = explainText(await lab.explain("SELECT * FROM lab.items WHERE kind = 'rare' ORDER BY note"));
    expect(text).toMatch(/#1 +[\d.]+ ms +\d+ % +[\d.]+ ms +\d+ → 5 +Sort/);
    expect(text).toMatch(/#2 ! .*└─ Seq Scan on lab\.items/);
    expect(text).toContain('rows dropped by the filter: 40,045');
    expect(text).toContain('CREATE INDEX CONCURRENTLY ON lab.items (tenant_id, kind);');
    expect(text).toContain('1 finding, the most expensive first.');
  });
});

test('partitions that take no time are one line of the text', async () => {
  const text = explainText(await lab.explain('SELECT count(note) FROM lab.many'));
  expect(text).toContain('on lab.many_1');
  expect(text).toMatch(/└─ 7 more like these: [\d.]+ ms, 0 rows$/m);
});

describe('a query that is run', () => {
  test('leaves nothing, whatever it writes', async () => {
    const before = await ids('parents');
    const sql =
      'INSERT INTO lab.parents SELECT core.current_tenant_id(), i FROM generate_series(5000, 5100) AS i';
    const { plan, notes } = await lab.explain(sql, { allowWrites: true });
    expect(plan).toMatchObject({ type: 'Insert', relation: 'lab.parents' });
    expect(notes.join()).toContain('rolled back');
    expect(await ids('parents')).toBe(before);
  });

  test.each([
    ['DELETE FROM lab.parents'],
    ['SELECT * FROM lab.parents FOR UPDATE'],
    ['WITH gone AS (DELETE FROM lab.parents RETURNING id) SELECT * FROM gone'],
    ["SELECT nextval('lab.slow_id_seq')"],
  ])('is refused when it would write: %s', async (sql) => {
    const before = await ids('parents');
    await lab.query('GRANT USAGE ON SEQUENCE lab.slow_id_seq TO org_app');
    await expect(lab.explain(sql)).rejects.toMatchObject({ code: 'QUERY_WRITES' });
    expect((await lab.explain(sql, { analyze: false })).analyzed).toBe(false);
    expect(await ids('parents')).toBe(before);
  });

  test('ends when its time is over', async () => {
    await expect(lab.explain('SELECT pg_sleep(20)', { statementTimeoutMs: 50 })).rejects.toMatchObject({
      code: 'QUERY_TIMEOUT',
      message: expect.stringContaining('50 ms'),
    });
  });
});

describe('what cannot be explained', () => {
  test.each([
    [
      'SELECT\n  * FRO lab.items',
      'QUERY_INVALID',
      /syntax error at or near "FRO" \(line 2, column 5\)\n {4}\* FRO lab\.items\n {6}\^/,
    ],
    [
      '/* ü😀 */ SELECT nope FROM lab.items',
      'QUERY_INVALID',
      /column "nope" does not exist \(line 1, column 18\)/,
    ],
    ['SELECT * FROM nowhere', 'QUERY_INVALID', /relation "nowhere" does not exist \(line 1, column 15\)/],
    [
      "SELECT * FROM lab.items WHERE status = 'x'",
      'QUERY_INVALID',
      /invalid input value for enum .* \(line 1, column 40\)/,
    ],
    ['SELECT 1; DROP TABLE lab.items', 'QUERY_UNSUPPORTED', /this holds 2/],
    ['VACUUM', 'QUERY_UNSUPPORTED', /has no plan/],
    ['DROP TABLE lab.items', 'QUERY_UNSUPPORTED', /has no plan/],
    ['CREATE TABLE x AS SELECT 1', 'QUERY_UNSUPPORTED', /has no plan/],
    ['SELECT 1 INTO x', 'QUERY_UNSUPPORTED', /INTO/],
    ['EXPLAIN SELECT 1', 'QUERY_UNSUPPORTED', /without EXPLAIN/],
    [' -- nothing\n;', 'QUERY_UNSUPPORTED', /no statement/],
    ['SELECT 1 \u0000; DROP TABLE lab.items', 'QUERY_INVALID', /NUL \(line 1, column 10\)/],
    ['SELECT * FROM lab.items WHERE id = $2', 'PARAMETERS_INVALID', /2 parameters .* no value was given/],
    ['SELECT 1 / 0', 'QUERY_FAILED', /Division by zero/],
    ['SELECT * FROM core.admin_accesses', 'QUERY_FAILED', /permission denied/],
    ['INSERT INTO lab.parents VALUES (gen_random_uuid(), 1)', 'QUERY_FAILED', /row-level security/],
  ])('is told with a place and a reason: %j', async (sql, code, message) => {
    const failed = lab.explain(sql, { allowWrites: true });
    await expect(failed).rejects.toMatchObject({
      name: 'OperationsError',
      code,
      message: expect.stringMatching(message),
    });
  });

  test.each([
    [['a number'], /invalid input syntax/],
    [['1', '2'], /1 parameter .* 2 values were given/],
  ])('is a value that does not fit: %j', async (parameters, message) => {
    const failed = lab.explain('SELECT * FROM lab.items WHERE id = $1', { parameters });
    await expect(failed).rejects.toMatchObject({
      code: 'PARAMETERS_INVALID',
      message: expect.stringMatching(message),
    });
  });
});

test('slow queries are told from pg_stat_statements, or why there are none', async () => {
  const ask = (url: string) => withConnection(url, (client) => slowQueries(client));
  expect(await ask(lab.database.superuserUrl)).toMatchObject({ available: false, reason: 'not-installed' });
  await lab.query('CREATE EXTENSION pg_stat_statements SCHEMA lab');
  // The tests' server does not load it.
  expect(await ask(lab.database.superuserUrl)).toMatchObject({ available: false, reason: 'not-loaded' });
  expect(await ask(lab.database.directUrl('app'))).toMatchObject({
    available: false,
    reason: 'not-permitted',
  });
});
