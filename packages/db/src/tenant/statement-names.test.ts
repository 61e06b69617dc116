import { expect, test } from 'vitest';
import { StatementNames } from './statement-names.ts';

test('names what comes again, always the same way', () => {
  const names = new StatementNames();
  expect(names.nameOf('SELECT 1')).toBeUndefined();
  const name = names.nameOf('SELECT 1');
  expect(name).toBeTruthy();
  expect(names.nameOf('SELECT 1')).toBe(name);
  const elsewhere = new StatementNames();
  for (const text of ['SELECT 2', 'SELECT 2', 'SELECT 1']) elsewhere.nameOf(text);
  expect(elsewhere.nameOf('SELECT 1')).toBe(name);
  expect(Buffer.byteLength(name ?? '')).toBeLessThan(64);
  names.nameOf('SELECT 2');
  expect(names.nameOf('SELECT 2')).not.toBe(name);
});

test('names neither what controls transactions nor more than a bounded number', () => {
  const names = new StatementNames();
  for (let i = 0; i < 3; i += 1) expect(names.nameOf('SAVEPOINT a')).toBeUndefined();
  const given = new Set<string | undefined>();
  for (let round = 0; round < 2; round += 1) {
    for (let i = 0; i < 500; i += 1) given.add(names.nameOf(`SELECT ${i}`));
  }
  given.delete(undefined);
  expect(given.size).toBe(200);
});

test('lists of many lengths do not take all the names', () => {
  const names = new StatementNames();
  const named = (text: string) => {
    names.nameOf(text);
    return names.nameOf(text) !== undefined;
  };
  const numbers = (count: number) => Array.from({ length: count }, (_, i) => i + 1);
  const texts = [
    (count: number) =>
      `SELECT a FROM t WHERE b IN (${numbers(count).map((n) => `$${n}`)}) OFFSET $${count + 1}`,
    (count: number) => `INSERT INTO t (b) VALUES ${numbers(count).map((n) => `($${n})`)} RETURNING a`,
  ];
  for (const text of texts) {
    expect(numbers(100).filter((count) => named(text(count + 1)))).toHaveLength(4);
  }
  expect(named('SELECT a FROM t WHERE d = $1')).toBe(true);
});

test('merged look-ups have no name: their plans have to know the tenant', () => {
  const names = new StatementNames();
  for (const text of [
    'SELECT a FROM t WHERE ((t.tenant_id = $1 AND t.id = $2) OR (t.tenant_id = $3 AND t.id = $4))',
    'SELECT a FROM t WHERE (t.tenant_id,t.id) IN (($1,$2),($3,$4)) OFFSET $5',
  ]) {
    for (let i = 0; i < 3; i += 1) expect(names.nameOf(text)).toBeUndefined();
  }
  const single = 'SELECT a FROM t WHERE (t.tenant_id = $1 AND t.id = $2)';
  names.nameOf(single);
  expect(names.nameOf(single)).toBeDefined();
});
