import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { codeOf, createFixture, type Fixture } from '../../test/two-tenants.ts';
import type { TenantClient } from '../client/tenant-client.ts';
import { complete } from './complete.ts';

const keys = { ofTenant: { tenantId_id: ['id'], tenantId_a_b: ['a', 'b'] }, others: ['slug'] };
const tenantId = 'T';

test.each([
  ['a field that is unique within the tenant', { id: '1' }, { tenantId_id: { tenantId, id: '1' } }],
  ['and a filter besides', { id: '1', a: 'x' }, { tenantId_id: { tenantId, id: '1' }, a: 'x' }],
  ['a key without the tenant', { tenantId_a_b: { a: 1, b: 2 } }, { tenantId_a_b: { tenantId, a: 1, b: 2 } }],
  [
    'a key with a tenant',
    { tenantId_id: { tenantId: 'U', id: '1' } },
    { tenantId_id: { tenantId: 'U', id: '1' } },
  ],
  ['a key of no tenant', { slug: 's', id: '1' }, { slug: 's', id: '1' }],
  ['a filter in place of a value', { id: { in: ['1'] } }, { id: { in: ['1'] } }],
  ['part of a key', { a: 1 }, { a: 1 }],
])('%s', (_label, where, expected) => {
  expect(complete(keys, where, tenantId)).toEqual(expected);
});

test('without a tenant there is nothing to fill in', () => {
  expect(() => complete(keys, { id: '1' }, undefined)).toThrow(
    expect.objectContaining({ code: 'QUERY_INVALID' }),
  );
});

describe('a client', () => {
  let fixture: Fixture;
  let client: TenantClient;
  let other: TenantClient;
  beforeAll(async () => {
    fixture = await createFixture();
    [client, other] = fixture.tenants.map((id) => fixture.db.forTenant({ tenantId: id })) as [
      TenantClient,
      TenantClient,
    ];
  });
  afterAll(() => fixture?.end());

  test('reads, changes and deletes by an id alone, and only its own', async () => {
    const { id } = await client.supplier.create({ data: { code: 'A', name: 'First' } });
    expect(await client.supplier.findUnique({ where: { id } })).toMatchObject({ code: 'A' });
    expect(await client.supplier.update({ where: { id }, data: { name: 'Second' } })).toMatchObject({
      name: 'Second',
    });
    const upsert = { where: { id }, create: { code: 'B', name: 'New' }, update: { name: 'Third' } };
    expect(await client.supplier.upsert(upsert)).toMatchObject({ id, name: 'Third' });

    expect(await other.supplier.findUnique({ where: { id } })).toBeNull();
    expect(await codeOf(other.supplier.findUniqueOrThrow({ where: { id } }))).toBe('RECORD_NOT_FOUND');
    expect(await codeOf(other.supplier.update({ where: { id }, data: { name: 'x' } }))).toBe(
      'RECORD_NOT_FOUND',
    );
    expect(await codeOf(other.supplier.delete({ where: { id } }))).toBe('RECORD_NOT_FOUND');

    await client.supplier.delete({ where: { id } });
    expect(await client.supplier.findUnique({ where: { id } })).toBeNull();
  });

  test('finds by every key of the tenant, in transactions too', async () => {
    const product = await client.product.create({ data: { code: 'KEYS', name: 'Wine' } });
    const sku = await client.sku.create({ data: { productId: product.id, code: 'K-750', name: '750 ml' } });
    expect(await client.sku.findUnique({ where: { code: 'K-750' } })).toMatchObject({ id: sku.id });
    expect(await client.sku.findUnique({ where: { tenantId_code: { code: 'K-750' } } })).toMatchObject({
      id: sku.id,
    });
    await client.$transaction(async (tx) => {
      expect(await tx.sku.findUniqueOrThrow({ where: { id: sku.id } })).toMatchObject({ code: 'K-750' });
    });
    expect(await client.sku.findMany({ cursor: { id: sku.id }, take: 1 })).toHaveLength(1);
  });

  test('connects, and writes into relations, by ids alone', async () => {
    const supplier = await client.supplier.create({ data: { code: 'NEST', name: 'Nest' } });
    const product = await client.product.create({
      data: {
        code: 'NESTED',
        name: 'Wine',
        supplier: { connect: { id: supplier.id } },
        skus: { create: [{ code: 'N-1', name: 'one' }] },
      },
      include: { skus: true },
    });
    expect(product.supplierId).toBe(supplier.id);
    const id = product.skus[0]?.id ?? '';
    const changed = await client.product.update({
      where: { id: product.id },
      data: { skus: { update: { where: { id }, data: { name: 'first' } } } },
      include: { skus: { cursor: { id }, take: 1 } },
    });
    expect(changed.skus).toMatchObject([{ id, name: 'first' }]);
    const foreign = other.product.create({
      data: { code: 'FOREIGN', name: 'x', supplier: { connect: { id: supplier.id } } },
    });
    expect(await codeOf(foreign)).toBe('RECORD_NOT_FOUND');
  });

  test('look-ups of one tick are one query', async () => {
    const data = Array.from({ length: 5 }, (_, i) => ({ code: `TICK-${i}`, name: `${i}` }));
    const rows = await client.supplier.createManyAndReturn({ data });
    const before = client.$stats().statements;
    const found = await Promise.all(rows.map(({ id }) => client.supplier.findUnique({ where: { id } })));
    expect(found.map((row) => row?.code)).toEqual(rows.map(({ code }) => code));
    expect(client.$stats().statements - before).toBe(1);

    const [id = '', next = ''] = rows.map((row) => row.id);
    await client.supplier.delete({ where: { id } });
    const select = { code: true } as const;
    expect(await client.supplier.findUnique({ where: { id }, select })).toBeNull();
    expect(await client.supplier.findUnique({ where: { id: next }, select })).toEqual({ code: 'TICK-1' });
    const omitted = await client.supplier.findUnique({ where: { id: next }, omit: { deletedAt: true } });
    expect(omitted).not.toHaveProperty('deletedAt');
    expect(await codeOf(client.supplier.findUniqueOrThrow({ where: { id } }))).toBe('RECORD_NOT_FOUND');
  });
});
