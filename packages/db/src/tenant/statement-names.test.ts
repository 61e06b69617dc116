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
