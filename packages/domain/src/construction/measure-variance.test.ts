import { expect, test } from 'vitest';
import { confidenceOf } from './measure-variance.ts';

/** A sample whose t is the given one. */
const withT = (t: number, freedom: number) => {
  const size = freedom + 1;
  return { size, mean: t / Math.sqrt(size), deviation: 1 };
};

// Critical values of Student's distribution, two-sided, as printed in the tables (NIST/SEMATECH e-Handbook, 1.3.6.7.2).
test.each([
  [12.706, 1, 0.95],
  [4.303, 2, 0.95],
  [2.92, 2, 0.9],
  [3.182, 3, 0.95],
  [4.604, 4, 0.99],
  [2.262, 9, 0.95],
  [2.042, 30, 0.95],
  [1.984, 100, 0.95],
])('t = %d with %d degrees of freedom is a confidence of %d', (t, freedom, confidence) => {
  expect(confidenceOf(withT(t, freedom))).toBeCloseTo(confidence, 3);
  expect(confidenceOf(withT(-t, freedom))).toBeCloseTo(confidence, 3);
});

test('with one and two degrees of freedom it is what the closed forms say', () => {
  for (const t of [0.01, 0.3, 1, 2.5, 40]) {
    expect(confidenceOf(withT(t, 1))).toBeCloseTo((2 / Math.PI) * Math.atan(t), 10);
    expect(confidenceOf(withT(t, 2))).toBeCloseTo(t / Math.sqrt(2 + t * t), 10);
  }
});

test('a sample that says nothing has none, and one without spread is sure', () => {
  expect(confidenceOf({ size: 1, mean: 0.5, deviation: 0 })).toBe(0);
  expect(confidenceOf({ size: 9, mean: 0, deviation: 0.1 })).toBe(0);
  expect(confidenceOf({ size: 3, mean: 0.1, deviation: 0 })).toBe(1);
});
