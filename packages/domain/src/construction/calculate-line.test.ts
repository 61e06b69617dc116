import { describe, expect, test } from 'vitest';
import { exact } from '../shared/money.ts';
import { addCosts, extendedCost, fits, withWaste } from './calculate-line.ts';
import { choosePrice } from './choose-price.ts';

const price = (negotiated: string | null, percent: string | null, cost: string | null) => {
  const chosen = choosePrice({
    negotiated: negotiated === null ? null : exact(negotiated),
    adjustmentPercent: percent === null ? null : exact(percent),
    currentCost: cost === null ? null : exact(cost),
  });
  return chosen && [chosen.basis, chosen.unitCost.toFixed(4)];
};

describe('the price of a material', () => {
  test('is the customer’s own, else its tier’s, else the current cost, else none', () => {
    expect(price('3.9', '-5', '4.1234')).toEqual(['CUSTOMER', '3.9000']);
    expect(price(null, '-5', '4.1234')).toEqual(['TIER', '3.9172']);
    expect(price(null, null, '4.1234')).toEqual(['COST', '4.1234']);
    expect(price(null, '-5', null)).toBeUndefined();
    expect(price('0', '-5', null)).toEqual(['CUSTOMER', '0.0000']);
  });

  test('of a tier is rounded to four decimals, half away from zero', () => {
    expect(price(null, '10', '0.00045')).toEqual(['TIER', '0.0005']);
    expect(price(null, '50', '0.0001')).toEqual(['TIER', '0.0002']);
  });
});

describe('a line', () => {
  test('has its waste on top, to a thousandth', () => {
    expect(withWaste(exact('412'), exact('0.08')).toFixed(3)).toBe('444.960');
    expect(withWaste(exact('0.005'), exact('0.1')).toFixed(3)).toBe('0.006');
    expect(withWaste(exact('7'), exact(0)).toFixed()).toBe('7');
  });

  test('costs what a calculation by hand says, where floats are a cent off', () => {
    expect(extendedCost(exact('1.005'), exact('1')).toFixed(2)).toBe('1.01');
    expect(extendedCost(exact('444.960'), exact('3.9172')).toFixed(2)).toBe('1743.00');
    expect(extendedCost(exact('999999999.999'), exact('0.0001')).toFixed(2)).toBe('100000.00');
  });

  test('without a price adds nothing, and sums stay exact', () => {
    expect(addCosts([exact('0.10'), null, exact('0.20')]).toFixed(2)).toBe('0.30');
    expect(addCosts([]).toFixed(2)).toBe('0.00');
  });

  test('must fit its columns', () => {
    expect(fits(exact('999999999.999'), exact('99999999999999.99'))).toBe(true);
    expect(fits(exact('1000000000'), null)).toBe(false);
    expect(fits(exact(1), exact('100000000000000'))).toBe(false);
  });
});
