import { afterAll, beforeAll, expect, test } from 'vitest';
import { addCustomer } from '../../test/customers.ts';
import { createTenantFixture, type TenantFixture } from '../../test/tenants.ts';
import { recomputeTiers } from './recompute-tiers.ts';

let fixture: TenantFixture;
beforeAll(async () => {
  fixture = await createTenantFixture();
});
afterAll(() => fixture.close());

test('every customer gets its tier, in batches, also when two run at once; what is right is not written', async () => {
  const { client } = fixture;
  const totals = ['0', '10000', '10000.01', '50000', '50000.01', '123456', '9999.99'];
  for (const [index, totalOrdered] of totals.entries()) {
    await addCustomer(client, `C-${index}`, { totalOrdered, tier: 'standard' });
  }
  await addCustomer(client, 'GONE', { totalOrdered: '90000', deletedAt: new Date() });
  const other = await fixture.addTenant('other');
  await addCustomer(other.client, 'C-0', { totalOrdered: '90000' });

  const runs = await Promise.all([1, 2].map(() => recomputeTiers(client, { batchSize: 2 })));
  expect(runs.map(({ customers }) => customers)).toEqual([7, 7]);
  expect(runs.reduce((sum, { changed }) => sum + changed, 0)).toBe(5);
  const rows = await client.customer.findMany({
    where: { code: { startsWith: 'C-' } },
    orderBy: { code: 'asc' },
  });
  expect(rows.map(({ tier }) => tier)).toEqual([
    'basic',
    'basic',
    'standard',
    'standard',
    'premium',
    'premium',
    'basic',
  ]);
  const before = await client.auditLog.count();
  expect(await recomputeTiers(client)).toEqual({ customers: 7, changed: 0 });
  expect(await client.auditLog.count()).toBe(before);
  expect((await other.client.customer.findFirst())?.tier).toBe('basic');
});
