import { expect, test } from 'vitest';
import { maskLiterals } from './mask-literals.ts';

test.each([
  ["select 'hunter2'", 'select ?'],
  ["select 'it''s', E'a\\'b', e'x'", 'select ?, ?, ?'],
  ['select $$it is$$, $tag$ $$ $tag$', 'select ?, ?'],
  ['select 1, 2.5, 1e9, -7 limit 10 offset $3', 'select ?, ?, ?, -? limit ? offset $3'],
  ['select t1.a2, "b 3" from x_4', 'select t1.a2, "b 3" from x_4'],
  [`select "it's", 'x'`, `select "it's", ?`],
  ["/* ' */ select 'secret' /* ' */ -- 'y'\n", ' select ?  \n'],
  ["/* /* */ ' */ select 'secret'", '?'],
  ["((email)::text = 'a@b.c'::text)", '((email)::text = ?::text)'],
])('%s', (text, masked) => expect(maskLiterals(text)).toBe(masked));
