import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type BuildingSite, createBuildingSite, LUMBER, race } from '../../test/building-site.ts';
import { codeOf } from '../../test/shop.ts';
import { listPriceHistory } from './list-price-history.ts';
import { materials } from './master-data/materials.ts';
import { recordIndexWeek } from './record-index-week.ts';

let site: BuildingSite;
beforeAll(async () => {
  site = await createBuildingSite();
});
afterAll(() => site?.close());

const week = (weekOf: string, price: string, size = '2x4') =>
  recordIndexWeek(site.client, { weekOf, prices: [{ ...LUMBER, size, pricePerMbf: price }] });
const history = async (materialId: string) =>
  (await listPriceHistory(site.client, { materialId, order: 'validFrom' })).data.map((row) => [
    row.unitCost,
    row.validFrom,
    row.validTo,
    row.source,
  ]);
const costOf = async (materialId: string) => (await materials.get(site.client, materialId)).currentCost;

describe('a week of the lumber index', () => {
  test('prices the lumber that follows it, from its Monday on, and keeps what it cost before', async () => {
    const { stud, plate } = site.materials;
    const [[, since] = []] = await history(stud);
    // 2030-06-05 is a Wednesday.
    expect(await week('2030-06-05', '412.5')).toEqual({ weekOf: '2030-06-03', indexPrices: 1, materials: 1 });
    // 412.5 × 5.3333 / 1000 = 2.19998625
    expect(await costOf(stud)).toBe('2.2000');
    expect(await history(stud)).toEqual([
      ['4.1234', since, '2030-06-02', 'MANUAL'],
      ['2.2000', '2030-06-03', null, 'RANDOM_LENGTHS'],
    ]);
    expect(await costOf(plate)).toBe('7.5000');
  });

  test('is taken in once, however often and at once it comes', async () => {
    expect(await race(20, () => week('2030-06-10', '500'))).toEqual({ DONE: 20 });
    expect(await week('2030-06-12', '500')).toMatchObject({ indexPrices: 0, materials: 0 });
    expect(await costOf(site.materials.stud)).toBe('2.6667');
    expect((await history(site.materials.stud)).slice(-2)).toEqual([
      ['2.2000', '2030-06-03', '2030-06-09', 'RANDOM_LENGTHS'],
      ['2.6667', '2030-06-10', null, 'RANDOM_LENGTHS'],
    ]);
  });

  test('corrects itself, and a late one fills its gap without touching the current cost', async () => {
    await week('2030-06-24', '600');
    expect(await week('2030-06-17', '550')).toMatchObject({ indexPrices: 1, materials: 1 });
    expect(await week('2030-06-10', '510')).toMatchObject({ indexPrices: 1, materials: 1 });
    expect(await costOf(site.materials.stud)).toBe('3.2000');
    expect((await history(site.materials.stud)).slice(-3)).toEqual([
      ['2.7200', '2030-06-10', '2030-06-16', 'RANDOM_LENGTHS'],
      ['2.9333', '2030-06-17', '2030-06-23', 'RANDOM_LENGTHS'],
      ['3.2000', '2030-06-24', null, 'RANDOM_LENGTHS'],
    ]);
  });

  test('with a series that nothing follows is kept, and one that says a series twice is refused', async () => {
    expect(await week('2030-06-24', '300', '2x12')).toMatchObject({ indexPrices: 1, materials: 0 });
    const price = { ...LUMBER, size: '2x4', pricePerMbf: 1 };
    expect(await codeOf(recordIndexWeek(site.client, { weekOf: '2030-07-01', prices: [price, price] }))).toBe(
      'INPUT_INVALID',
    );
  });

  test('is the tenant’s own', async () => {
    const { client } = await site.fixture.addTenant('index-other');
    const prices = [{ ...LUMBER, size: '2x4', pricePerMbf: 1 }];
    expect(await recordIndexWeek(client, { weekOf: '2030-07-01', prices })).toMatchObject({ materials: 0 });
    expect(await costOf(site.materials.stud)).toBe('3.2000');
  });
});
