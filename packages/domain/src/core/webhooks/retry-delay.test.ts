import { expect, test } from 'vitest';
import { DEFAULT_RETRY_POLICY, retryDelay } from './retry-delay.ts';

const delays = (random: () => number) =>
  [1, 2, 3, 8, 9].map((attempt) => retryDelay(attempt, DEFAULT_RETRY_POLICY, 0, random));

test('grows fourfold up to a bound, of which chance takes off half at most', () => {
  expect(delays(() => 1)).toEqual([5_000, 20_000, 80_000, 43_200_000, 43_200_000]);
  expect(delays(() => 0)).toEqual([2_500, 10_000, 40_000, 21_600_000, 21_600_000]);
});

test('keeps to what the receiver asked for, within the bound', () => {
  expect(retryDelay(1, DEFAULT_RETRY_POLICY, 60_000)).toBe(60_000);
  expect(retryDelay(1, DEFAULT_RETRY_POLICY, 1, () => 1)).toBe(5_000);
  expect(retryDelay(1, DEFAULT_RETRY_POLICY, 10 ** 12)).toBe(DEFAULT_RETRY_POLICY.maxDelayMs);
});
