import { Client } from 'pg';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { query, type TestServer, tableNames, testServer } from '../../test/server.ts';
import { noteOn } from './error-excerpt.ts';
import { executeScript } from './execute-script.ts';
import { noJournal } from './journal.ts';

let server: TestServer;
beforeAll(async () => {
  server = await testServer();
}, 60_000);
afterAll(() => server.release());

async function database() {
  const url = await server.newDatabase();
  const client = new Client({ connectionString: url });
  await client.connect();
  onTestFinished(() => client.end());
  return { url, client };
}

async function failureOf(work: Promise<void>): Promise<{ error: unknown; note: string | undefined }> {
  try {
    await work;
  } catch (error) {
    return { error, note: noteOn(error) };
  }
  throw new Error('It did not fail.');
}

const LOGGED = 'CREATE TABLE t (id int, tx xid8 DEFAULT pg_current_xact_id());';

test('runs in one transaction what can, around what cannot, in the order written', async () => {
  const { url, client } = await database();
  await executeScript(
    client,
    `${LOGGED} INSERT INTO t VALUES (1); -- a comment
     VACUUM t;
     INSERT INTO t VALUES (2); INSERT INTO t VALUES (3);
     CREATE INDEX CONCURRENTLY i ON t (id);
     INSERT INTO t VALUES (4)`,
  );
  const rows = await query<{ ids: number[] }>(
    url,
    'SELECT array_agg(id ORDER BY id) AS ids FROM t GROUP BY tx ORDER BY 1',
  );
  expect(rows.map((row) => row.ids)).toEqual([[1], [2, 3], [4]]);
});

test('learns from Postgres what no parser can know', async () => {
  const { url, client } = await database();
  await executeScript(
    client,
    `${LOGGED} INSERT INTO t VALUES (1); DO $$ BEGIN INSERT INTO t VALUES (2); COMMIT; INSERT INTO t VALUES (3); END $$; INSERT INTO t VALUES (4)`,
  );
  const rows = await query<{ id: number }>(url, 'SELECT id FROM t ORDER BY id');
  expect(rows.map((row) => row.id)).toEqual([1, 2, 3, 4]);
});

test('a script that only wraps itself in a transaction leaves nothing when it fails', async () => {
  const { url, client } = await database();
  const { note } = await failureOf(
    executeScript(client, '-- dumped\nBEGIN;\nCREATE TABLE a (id int);\nSELECT nope;\nCOMMIT;\n'),
  );
  expect(note).toContain('  4 SELECT nope;');
  expect(await tableNames(url)).toEqual([]);
});

test('says which statement failed, where Postgres names no position', async () => {
  const { client } = await database();
  const script = 'CREATE TABLE a (id int CHECK (id > 0));\n\n-- wrong\nINSERT INTO a\nVALUES (0);\nSELECT 1;';
  const { error, note } = await failureOf(executeScript(client, script));
  expect(error).toMatchObject({ code: '23514' });
  expect(note).toBe(
    'Statement 2 of 3, line 4:\n  4 INSERT INTO a\n  5 VALUES (0);\n\nNothing of the script was applied: it ran in one transaction.',
  );
});

test('says when a script fails at its commit', async () => {
  const { url, client } = await database();
  const { note } = await failureOf(
    executeScript(
      client,
      'CREATE TABLE a (id int PRIMARY KEY, b int REFERENCES a DEFERRABLE INITIALLY DEFERRED); INSERT INTO a VALUES (1, 2);',
      { journal: { ...noJournal, whole: () => 'SELECT' } },
    ),
  );
  expect(note).toContain('when its transaction was to be committed');
  expect(await tableNames(url)).toEqual([]);
});

test('says what stays of a script in several steps', async () => {
  const { url, client } = await database();
  const { note } = await failureOf(
    executeScript(
      client,
      'CREATE TABLE a (id int);\nCREATE TABLE b (id int);\nVACUUM a;\nCREATE TABLE c (id int);\nSELECT 1/0;\n',
    ),
  );
  expect(note).toContain('Statement 5 of 5, line 5:\n  5 SELECT 1/0;');
  expect(note).toContain('Applied and kept: statements 1–3 (lines 1–3).');
  expect(await tableNames(url)).toEqual(['a', 'b']);
});

test('counts characters as Postgres does', async () => {
  const { client } = await database();
  const { note } = await failureOf(executeScript(client, "\uFEFFSELECT '😀';\r\nSELECT '😀', nope;"));
  expect(note).toContain('Statement 2 of 2, line 2:');
});

test('tries again, as often as it may, what lost a lock', async () => {
  const { client, url } = await database();
  await client.query("CREATE TABLE a (id int); SET lock_timeout = '50ms'");
  const holder = new Client({ connectionString: url });
  await holder.connect();
  await holder.query('BEGIN; LOCK TABLE a');
  const paused: string[] = [];
  const retries = { times: 1, onRetry: (reason: string) => paused.push(reason) };
  const script = 'ALTER TABLE a ADD COLUMN b int';
  const { error } = await failureOf(executeScript(client, script, { retries }));
  expect(error).toMatchObject({ code: '55P03' });
  expect(paused).toHaveLength(1);
  await executeScript(client, script, {
    retries: { times: 1, onRetry: () => void holder.end() },
  });
});
