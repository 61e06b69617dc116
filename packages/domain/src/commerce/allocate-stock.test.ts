import { expect, test } from 'vitest';
import { exact } from '../shared/money.ts';
import { allocateStock, type FreeStock } from './allocate-stock.ts';

const stock = (location: string, available: string, skuId = 'a'): FreeStock => ({
  inventoryId: `${skuId}-${location}`,
  skuId,
  location,
  available: exact(available),
});
const want = (quantity: string, skuId = 'a') => ({ skuId, quantity: exact(quantity) });
const taken = (rows: FreeStock[], quantity: string) =>
  allocateStock([want(quantity)], rows).allocations.map((row) => [row.location, row.quantity.toFixed()]);

test('MAIN gives first if it has all', () => {
  expect(taken([stock('AIRPORT', '50'), stock('MAIN', '12')], '12')).toEqual([['MAIN', '12']]);
});

test('else the first by name that has all', () => {
  expect(taken([stock('WEST', '50'), stock('EAST', '50'), stock('MAIN', '11')], '12')).toEqual([
    ['EAST', '12'],
  ]);
});

test('else one after the other', () => {
  expect(taken([stock('WEST', '5'), stock('MAIN', '4'), stock('EAST', '5')], '12')).toEqual([
    ['MAIN', '4'],
    ['EAST', '5'],
    ['WEST', '3'],
  ]);
});

test('a shortage says what there is in all', () => {
  const { allocations, shortages } = allocateStock(
    [want('12'), want('1', 'b'), want('2', 'c')],
    [stock('MAIN', '4'), stock('EAST', '5'), stock('MAIN', '1', 'b')],
  );
  expect(allocations).toHaveLength(1);
  expect(shortages.map((row) => [row.skuId, row.wanted.toFixed(), row.available.toFixed()])).toEqual([
    ['a', '12', '9'],
    ['c', '2', '0'],
  ]);
});
