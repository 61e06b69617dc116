import { expect, test } from 'vitest';
import { splitStatements } from './split-statements.ts';

const texts = (script: string) => splitStatements(script).map((statement) => statement.text);

test('cuts at semicolons and says where each statement begins', () => {
  const script = 'SELECT 1;\n\n  SELECT 2 ;SELECT 3';
  expect(texts(script)).toEqual(['SELECT 1', 'SELECT 2 ', 'SELECT 3']);
  for (const { text, offset } of splitStatements(script)) {
    expect(script.slice(offset, offset + text.length)).toBe(text);
  }
});

test('drops what holds no code', () => {
  expect(texts('')).toEqual([]);
  expect(texts(' ;; -- nothing;\n/* nothing; */ ;\uFEFF')).toEqual([]);
});

test.each([
  ['a literal', "SELECT 'a;''b;'"],
  ['a literal with a backslash that escapes nothing', "SELECT '\\', 1"],
  ['an escape string', "SELECT E'a\\';b', e'\\\\'"],
  ['a unicode string', "SELECT U&'d\\0061;t'"],
  ['a quoted name', 'SELECT 1 AS "a;""b;"'],
  ['a line comment', 'SELECT 1 -- a; b\n, 2'],
  ['a line comment that ends with CR', 'SELECT 1 -- a; b\r, 2'],
  ['a nested comment', 'SELECT 1 /* a; /* b; */ c; */ , 2'],
  ['a dollar-quoted body', 'DO $$ BEGIN; END; $$'],
  ['a tagged body with another inside', 'DO $a$ x; $b$ y; $b$ $$ z; $$ $a$'],
  ['a tag of other letters', 'DO $häh_1$ a; $häh_1$'],
  ['a parameter and a name with dollars', 'SELECT $1, a$b$c FROM x$$y'],
  [
    'a rule with several actions',
    'CREATE RULE r AS ON INSERT TO t DO ALSO (INSERT INTO a SELECT 1; DELETE FROM b)',
  ],
  [
    'an SQL body',
    'CREATE FUNCTION f() RETURNS int BEGIN ATOMIC; SELECT CASE WHEN true THEN 1 END; SELECT 2; END',
  ],
])('keeps %s together', (_what, statement) => {
  expect(texts(`${statement}; SELECT 'next'`)).toEqual([statement, "SELECT 'next'"]);
});

test('a transaction is several statements', () => {
  expect(texts('BEGIN; SELECT 1; END; COMMIT')).toEqual(['BEGIN', 'SELECT 1', 'END', 'COMMIT']);
});

test('takes what is never closed to the end', () => {
  for (const script of ["SELECT 'a; b", 'SELECT "a; b', 'DO $$ a; b', 'SELECT 1 /* a; b', "SELECT E'a;\\"]) {
    expect(texts(script)).toEqual([script]);
  }
});
