import { expect, test } from 'vitest';
import { splitStatements } from './split-statements.ts';
import { needsRules, readTransactionRules } from './transaction-rules.ts';

async function rulesOf(script: string) {
  expect(needsRules(script), script).toBe(true);
  return readTransactionRules(script, splitStatements(script).length);
}

test.each([
  'CREATE INDEX CONCURRENTLY i ON t (a)',
  'CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS i ON t (a)',
  'DROP INDEX CONCURRENTLY i',
  'REINDEX (CONCURRENTLY) TABLE t',
  'REINDEX TABLE CONCURRENTLY t',
  'REINDEX DATABASE d',
  'REINDEX SCHEMA s',
  'ALTER TABLE p DETACH PARTITION q CONCURRENTLY',
  'VACUUM t',
  'VACUUM (FULL, ANALYZE)',
  'CLUSTER',
  'CREATE DATABASE d',
  'DROP DATABASE d',
  'ALTER DATABASE d SET TABLESPACE t',
  "CREATE TABLESPACE t LOCATION '/x'",
  'DROP TABLESPACE t',
  "ALTER SYSTEM SET work_mem = '1MB'",
  "CREATE SUBSCRIPTION s CONNECTION 'x' PUBLICATION p",
  'DISCARD ALL',
])('%s cannot run in a transaction', async (statement) => {
  const rules = await rulesOf(`CREATE TABLE a (b int); ${statement}; SELECT 1`);
  expect([...(rules?.alone ?? [])]).toEqual([1]);
});

test.each([
  'REFRESH MATERIALIZED VIEW CONCURRENTLY v',
  'CLUSTER t USING i',
  'REINDEX TABLE t',
  "ALTER DATABASE d SET work_mem = '1MB'",
  "CREATE SUBSCRIPTION s CONNECTION 'x' PUBLICATION p WITH (connect = false)",
  "SELECT 'VACUUM t' -- CREATE INDEX CONCURRENTLY",
  'DO $$ BEGIN; /* COMMIT; */ END $$',
])('%s can', async (statement) => {
  const rules = await rulesOf(statement);
  expect(rules).toMatchObject({ alone: new Set(), controlsTransactions: false });
});

test('an enum value that is added is committed before the statement that uses it', async () => {
  const rules = await rulesOf(
    "ALTER TYPE k ADD VALUE 'b'; ALTER TYPE k ADD VALUE 'c' AFTER 'b'; SELECT 'other'; UPDATE t SET k = 'c'; SELECT 'b'::k",
  );
  expect([...(rules?.afterCommit ?? [])]).toEqual([3]);
  const inCode = await rulesOf("ALTER TYPE k ADD VALUE 'b'; DO $$ BEGIN UPDATE t SET k = 'b'; END $$");
  expect([...(inCode?.afterCommit ?? [])]).toEqual([1]);
});

test('an enum of the same script, or a value that is only renamed, needs no commit', async () => {
  for (const script of [
    "CREATE TYPE k AS ENUM ('a'); ALTER TYPE k ADD VALUE 'b'; SELECT 'b'::k",
    "SELECT 'x ADD VALUE'; ALTER TYPE k RENAME VALUE 'a' TO 'b'; SELECT 'b'::k",
  ]) {
    expect((await rulesOf(script))?.afterCommit.size).toBe(0);
  }
});

test('transactions of the script itself are told from those that only wrap it', async () => {
  for (const wrapped of ['BEGIN; SELECT 1; COMMIT;', '-- x\nSTART TRANSACTION; SELECT 1; END;']) {
    expect(await rulesOf(wrapped)).toMatchObject({ controlsTransactions: true, isWrapped: true });
  }
  for (const own of [
    'BEGIN; SELECT 1; COMMIT; SELECT 2;',
    'BEGIN; SELECT 1;',
    'BEGIN ISOLATION LEVEL SERIALIZABLE; SELECT 1; COMMIT;',
    'BEGIN; SELECT 1; ROLLBACK;',
    'SELECT 1; COMMIT; SELECT 2;',
  ]) {
    expect(await rulesOf(own), own).toMatchObject({ controlsTransactions: true, isWrapped: false });
  }
});

test('most scripts need no parser, and what it refuses is left to the server', async () => {
  expect(needsRules('CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS $$ BEGIN RETURN 1; END; $$;')).toBe(
    false,
  );
  expect(await rulesOf('VACUUM t; SELEC 1')).toBeUndefined();
});
