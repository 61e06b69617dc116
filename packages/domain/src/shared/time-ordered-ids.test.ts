import { expect, test } from 'vitest';
import { timeOrderedIds } from './time-ordered-ids.ts';

test('are version 7, of this moment, and ascend', () => {
  const before = Date.now();
  const ids = timeOrderedIds(4096);
  expect(new Set(ids).size).toBe(4096);
  expect(ids.toSorted()).toEqual(ids);
  for (const id of ids)
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  const made = Number.parseInt(ids[0]?.replaceAll('-', '').slice(0, 12) ?? '', 16);
  expect(made).toBeGreaterThanOrEqual(before);
  expect(made).toBeLessThanOrEqual(Date.now());
  expect(() => timeOrderedIds(4097)).toThrow(RangeError);
});
