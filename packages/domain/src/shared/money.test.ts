import { describe, expect, test } from 'vitest';
import {
  addTotals,
  exact,
  fitsAmount,
  formatMoney,
  formatNumber,
  formatUnitPrice,
  lineTotal,
} from './money.ts';

describe('the cents', () => {
  test.each([
    ['1', '0.005', '0.01'],
    ['1', '0.0049', '0.00'],
    ['3', '0.335', '1.01'],
    ['0.333', '10', '3.33'],
    ['24', '50.0000', '1200.00'],
    ['999999999.999', '9999999999.9999', '9999999999989900000.00'],
    ['0.001', '0.0001', '0.00'],
  ])('%s × %s is %s, half away from zero', (quantity, price, total) => {
    expect(lineTotal(exact(quantity), exact(price)).toFixed(2)).toBe(total);
  });

  test('tax is taken once, of the sum of rounded lines', () => {
    const totals = addTotals(
      ['0.05', '0.05', '0.05'].map((value) => exact(value)),
      exact('0.1'),
    );
    expect(totals.subtotal.toFixed(2)).toBe('0.15');
    expect(totals.taxTotal.toFixed(2)).toBe('0.02');
    expect(totals.total.toFixed(2)).toBe('0.17');
  });

  test('nothing sums up to nothing', () => {
    expect(addTotals([], exact('0.09')).total.toFixed(2)).toBe('0.00');
  });
});

/** A generator of numbers that is the same in each run. */
function numbersFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** round(value / divisor), half away from zero, for values that are not negative: integers only. */
const divideRounded = (value: bigint, divisor: bigint): bigint => (value * 2n + divisor) / (divisor * 2n);

test('agrees with a calculation in integers on 20,000 orders', () => {
  const next = numbersFrom(42);
  for (let order = 0; order < 20_000; order += 1) {
    const rate = next(100_000);
    const lines = Array.from({ length: 1 + next(6) }, () => ({
      quantity: 1 + next(order % 2 === 0 ? 5_000 : 999_999_999),
      price: next(order % 3 === 0 ? 1_000 : 99_999_999_999_999),
    }));
    // Quantities in thousandths, prices in ten-thousandths, rates in hundred-thousandths.
    const cents = lines.map((line) => divideRounded(BigInt(line.quantity) * BigInt(line.price), 100_000n));
    const subtotal = cents.reduce((sum, cent) => sum + cent, 0n);
    const tax = divideRounded(subtotal * BigInt(rate), 100_000n);

    const totals = addTotals(
      lines.map((line) => lineTotal(exact(line.quantity).div(1000), exact(line.price).div(10_000))),
      exact(rate).div(100_000),
    );
    expect([totals.subtotal, totals.taxTotal, totals.total].map((sum) => sum.times(100).toFixed())).toEqual([
      subtotal.toString(),
      tax.toString(),
      (subtotal + tax).toString(),
    ]);
  }
});

test('knows what a column of money holds', () => {
  expect(fitsAmount(exact('999999999999.99'))).toBe(true);
  expect(fitsAmount(exact('1000000000000'))).toBe(false);
});

test('writes numbers without exponents and without lost decimals', () => {
  expect(formatMoney('1308')).toBe('1308.00');
  expect(formatMoney(exact('1e21'))).toBe('1000000000000000000000.00');
  expect(formatUnitPrice('12.5')).toBe('12.5000');
  expect(formatNumber('12.000')).toBe('12');
  expect(formatNumber(exact('0.0000001'))).toBe('0.0000001');
});
