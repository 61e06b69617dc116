import { expect, test } from 'vitest';
import { isRead, mayWrite } from './reading.ts';
import { RecentWrites } from './recent-writes.ts';

const raw = (query: string) => ({ action: 'queryRaw', query: { arguments: { query } } });

test.each([
  'select name, updated_at from core.users where id = $1',
  '  (SELECT 1) UNION ALL (SELECT 2)',
  'WITH recent AS (SELECT 1) SELECT * FROM recent',
  'TABLE core.roles',
])('may be answered by a replica: %s', (text) => expect(isRead(raw(text))).toBe(true));

test.each([
  'insert into core.users default values returning id',
  'with gone as (delete from core.users returning id) select * from gone',
  'select id from core.users for update skip locked',
  'select id from core.users for key share',
  'select * into temporary copied from core.users',
  "select nextval('core.webhook_events_sequence_seq')",
  'select pg_advisory_xact_lock(1)',
  'select pg_try_advisory_lock_shared(1)',
  "select pg_notify('a', 'b')",
  "select set_config('app.x', '1', true)",
  'select pg_terminate_backend(1)',
  'select pg_current_wal_lsn()',
  '/* who knows */ select 1',
  'explain select 1',
  'call core.something()',
])('is for the primary: %s', (text) => expect(isRead(raw(text))).toBe(false));

test('operations on models are told apart by their name', () => {
  expect(
    ['findMany', 'findUnique', 'aggregate', 'groupBy'].map((action) => isRead({ action })),
  ).not.toContain(false);
  for (const action of ['createOne', 'updateMany', 'upsertOne', 'executeRaw', 'somethingNew']) {
    expect([isRead({ action }), mayWrite({ action })]).toEqual([false, true]);
  }
});

test('the last write of each tenant is known for as long as it matters, and no longer', () => {
  const writes = new RecentWrites(100);
  writes.note('a', 1_000);
  writes.note('b', 1_050);
  writes.note('a', 1_090);
  expect([writes.lastOf('a'), writes.lastOf('b'), writes.lastOf('c')]).toEqual([
    1_090,
    1_050,
    Number.NEGATIVE_INFINITY,
  ]);
  writes.note('c', 1_180);
  expect([writes.size, writes.lastOf('b')]).toEqual([2, Number.NEGATIVE_INFINITY]);
  writes.note(undefined, 1_200);
  expect([writes.lastOf('a'), writes.lastOf('z')]).toEqual([1_200, 1_200]);
});
