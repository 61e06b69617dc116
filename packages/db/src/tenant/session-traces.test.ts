import { expect, test } from 'vitest';
import { mayLeaveTrace } from './session-traces.ts';

test.each([
  'SELECT 1',
  ' (select 1) union select 2',
  'with a as (select 1) select * from a',
  'SAVEPOINT a',
  'set local statement_timeout = 1',
  'select pg_advisory_xact_lock(1)',
  'lock table core.users in share mode',
])('%s ends with its transaction', (text) => {
  expect(mayLeaveTrace(text)).toBe(false);
});

test.each([
  'SET ROLE NONE',
  'set session statement_timeout = 1',
  'RESET ALL',
  'DISCARD TEMP',
  'prepare org_context as select 1',
  'deallocate all',
  'listen a',
  'declare c cursor with hold for select 1',
  'create temp table a (b int)',
  'explain analyze create temp table a as select 1',
  'do $$ begin end $$',
  '/* */ select 1',
  "select set_config('search_path', 'a', false)",
  'select Pg_Try_Advisory_Lock_Shared(1)',
  'selected',
  '',
])('%s may stay', (text) => {
  expect(mayLeaveTrace(text)).toBe(true);
});
