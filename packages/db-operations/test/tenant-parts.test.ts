import { expect, test } from 'vitest';
import { RowDigest } from '../src/tenant/digest.ts';
import { circles, inOrder } from '../src/tenant/order.ts';
import { escapeField, rewriteRows, unescapeField } from '../src/tenant/rewrite.ts';

const table = (name: string, ...targets: string[]) => ({
  name,
  foreignKeys: targets.map((target) => ({ target })),
});

test('tables stand behind those that they refer to; circles are named', () => {
  const tables = [table('lines', 'orders', 'goods'), table('orders', 'people'), table('people', 'root')];
  const all = [...tables, table('goods'), table('root', 'lines')];
  expect(inOrder([...tables, table('goods'), table('root')], 'root').map(({ name }) => name)).toEqual([
    'root',
    'goods',
    'people',
    'orders',
    'lines',
  ]);
  expect(circles(all).map((group) => group.map(({ name }) => name))).toEqual([
    ['lines', 'orders', 'people', 'root'],
  ]);
  expect(circles([table('tree', 'tree'), table('leaf', 'tree', 'elsewhere')])).toHaveLength(1);
});

test('a digest is that of the rows, in whatever order and pieces they come', () => {
  const of = (...pieces: string[]) => {
    const digest = new RowDigest();
    for (const piece of pieces) digest.update(Buffer.from(piece));
    return `${digest.rows} ${digest.sum}`;
  };
  const whole = of('one\t1\ntwo\t2\nthree\t3\n');
  expect(of('three\t3\n', 'tw', 'o\t2\no', 'ne\t1\n')).toBe(whole);
  const others = ['one\t1\ntwo\t2\n', 'one\t1\ntwo\t2\nthree\t4\n', 'one\t2\ntwo\t1\nthree\t3\n'];
  // A row twice and another one missing; two rows that traded a value; two equal rows in place of two others.
  const traded = [...others, 'one\t1\none\t1\nthree\t3\n', 'one\t1\ntwo\t3\nthree\t2\n'];
  expect(new Set([whole, ...traded.map((text) => of(text))]).size).toBe(traded.length + 1);
});

test('fields are rewritten whatever they hold and wherever the pieces end', async () => {
  const values = ['tab\t', 'line\nend\r', 'back\\slash', 'é €', '', '\\N'];
  for (const value of values) expect(unescapeField(escapeField(value))).toBe(value);
  expect(unescapeField('\\N')).toBeNull();
  const bytes = Buffer.from(values.map((value) => `a\t${escapeField(value)}\tz\n`).join(''));
  for (const size of [1, 2, 3, 7, bytes.length]) {
    const pieces = async function* () {
      for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
    };
    const written: Buffer[] = [];
    for await (const piece of rewriteRows(pieces(), new Map([[0, ([, field]) => `<${field}>`]])))
      written.push(piece);
    expect(Buffer.concat(written).toString()).toBe(
      values.map((value) => `<${escapeField(value)}>\t${escapeField(value)}\tz\n`).join(''),
    );
  }
});
