import { expect, test } from 'vitest';
import { changesSession, needsOwnRecord } from './migration-history.ts';

test.each([
  'SET statement_timeout = 0;',
  'CREATE TABLE a (id int); SET lock_timeout = 1;',
  '/* first */ SET ROLE somebody;',
  "SELECT pg_catalog.set_config('work_mem', '7MB', false);",
  'CREATE TABLE a (id int);\nRESET ALL;',
])('sees that the session may be changed by: %s', (script) => {
  expect(changesSession(script)).toBe(true);
});

test('sees that it is not by what alters a table', () => {
  expect(changesSession('ALTER TABLE a ALTER COLUMN b SET NOT NULL;\nUPDATE a SET b = 1;')).toBe(false);
});

test('keeps the record apart of a script that may take it away', () => {
  expect(needsOwnRecord('DROP SCHEMA public CASCADE;')).toBe(true);
  expect(needsOwnRecord('UPDATE _prisma_migrations SET logs = NULL;')).toBe(true);
  expect(needsOwnRecord('DROP TABLE a;')).toBe(false);
});
