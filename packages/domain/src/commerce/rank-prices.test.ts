import { expect, test } from 'vitest';
import { exact } from '../shared/money.ts';
import { priceBreaks } from './price-breaks.ts';
import { type PriceEntry, rankPrices } from './rank-prices.ts';

let count = 0;

interface Terms {
  readonly customerId?: string;
  readonly tier?: 'basic' | 'standard' | 'premium';
  readonly minQuantity?: string;
  readonly validFrom?: string;
  readonly validTo?: string;
  readonly currency?: string;
  readonly skuId?: string;
}

function entry(unitPrice: string, terms: Terms = {}): PriceEntry {
  count += 1;
  return {
    id: `00000000-0000-7000-8000-${String(count).padStart(12, '0')}`,
    skuId: 'sku',
    customerId: null,
    tier: null,
    currency: 'USD',
    validFrom: '2026-01-01',
    validTo: null,
    ...terms,
    minQuantity: exact(terms.minQuantity ?? '1'),
    unitPrice: exact(unitPrice),
  };
}

const question = {
  skuId: 'sku',
  customerId: 'me',
  tier: 'premium',
  on: '2026-06-15',
  currency: 'USD',
} as const;
const priceOf = (entries: PriceEntry[], quantity = '12') =>
  rankPrices(entries, { ...question, quantity: exact(quantity) })?.unitPrice.toFixed();

test('the own price comes before the tier, the tier before everybody, whatever the quantity and the amount', () => {
  const all = entry('9', { minQuantity: '12' });
  const tier = entry('11', { tier: 'premium', minQuantity: '6' });
  const own = entry('12', { customerId: 'me' });
  expect(priceOf([all])).toBe('9');
  expect(priceOf([all, tier])).toBe('11');
  expect(priceOf([all, tier, own])).toBe('12');
  expect(priceOf([own, tier, all])).toBe('12');
});

test('of the same kind, the largest quantity reached wins, and one not reached does not count', () => {
  const entries = [entry('10'), entry('9', { minQuantity: '12' }), entry('8', { minQuantity: '24' })];
  expect(priceOf(entries, '11.999')).toBe('10');
  expect(priceOf(entries, '12')).toBe('9');
  expect(priceOf(entries, '23')).toBe('9');
  expect(priceOf(entries, '24')).toBe('8');
});

test('below the smallest quantity there is no price', () => {
  expect(priceOf([entry('10', { minQuantity: '6' })], '5')).toBeUndefined();
});

test('then the latest start wins, and between equals the newer row', () => {
  const older = entry('10', { validFrom: '2026-01-01' });
  const newer = entry('11', { validFrom: '2026-06-01' });
  expect(priceOf([newer, older])).toBe('11');
  const again = entry('12', { validFrom: '2026-06-01' });
  expect(priceOf([again, newer, older])).toBe('12');
});

test('a period includes its first and last day, and nothing beyond', () => {
  expect(priceOf([entry('10', { validFrom: '2026-06-15', validTo: '2026-06-15' })])).toBe('10');
  expect(priceOf([entry('10', { validFrom: '2026-06-16' })])).toBeUndefined();
  expect(priceOf([entry('10', { validTo: '2026-06-14' })])).toBeUndefined();
});

test("others' prices, other tiers, other currencies and other SKUs do not count", () => {
  expect(
    priceOf([
      entry('1', { customerId: 'other' }),
      entry('2', { tier: 'basic' }),
      entry('3', { currency: 'EUR' }),
      entry('4', { skuId: 'another' }),
    ]),
  ).toBeUndefined();
});

test('the order of the entries does not matter', () => {
  const entries = [
    entry('10'),
    entry('9', { minQuantity: '12' }),
    entry('8', { tier: 'premium' }),
    entry('7', { customerId: 'me', minQuantity: '12' }),
    entry('6', { customerId: 'me', minQuantity: '12', validFrom: '2026-02-01' }),
  ];
  for (let turn = 0; turn < entries.length; turn += 1) {
    entries.push(...entries.splice(0, 1));
    expect(priceOf(entries)).toBe('6');
  }
});

test('breaks list the quantities at which the price changes', () => {
  const entries = [
    entry('58'),
    entry('54', { minQuantity: '48' }),
    entry('54', { tier: 'premium' }),
    entry('52', { tier: 'premium', minQuantity: '24' }),
  ];
  expect(
    priceBreaks(entries, question).map((step) => [step.minQuantity.toFixed(), step.unitPrice.toFixed()]),
  ).toEqual([
    ['1', '54'],
    ['24', '52'],
  ]);
  expect(priceBreaks([], question)).toEqual([]);
});
