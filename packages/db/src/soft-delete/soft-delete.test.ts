import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { codeOf, createFixture, type Fixture, person } from '../../test/two-tenants.ts';
import type { TenantClient } from '../client/tenant-client.ts';
import { purge, restore } from './restore.ts';
import { withDeleted } from './with-deleted.ts';

let fixture: Fixture;
let client: TenantClient;
let tenantId: string;
/** A living and a deleted member of staff, and the same of customers; the living customer's rep is deleted. */
const made = { user: '', gone: '', customer: '', goneCustomer: '' };

beforeAll(async () => {
  fixture = await createFixture();
  tenantId = fixture.tenants[0];
  client = fixture.db.forTenant({ tenantId });
  made.user = (await client.user.create({ data: person('living') })).id;
  made.gone = (await client.user.create({ data: person('gone') })).id;
  const base = { name: 'Cellar', state: 'CA' };
  made.customer = (
    await client.customer.create({ data: { ...base, code: 'C-1', salesRepId: made.gone } })
  ).id;
  made.goneCustomer = (
    await client.customer.create({ data: { ...base, code: 'C-2', salesRepId: made.user } })
  ).id;
  for (const customerId of [made.customer, made.goneCustomer]) {
    await client.activity.create({ data: { type: 'CALL', subject: 'x', customerId, userId: made.user } });
  }
  await client.user.delete({ where: { tenantId_id: { tenantId, id: made.gone } } });
  await client.customer.deleteMany({ where: { code: 'C-2' } });
});
afterAll(() => fixture?.end());

const byId = (id: string) => ({ tenantId_id: { tenantId, id } });

describe('a deleted row', () => {
  test('is marked, not removed', async () => {
    const { rows } = await fixture.superuser.query(
      'select count(*)::int as all, count(deleted_at)::int as deleted from core.users where tenant_id = $1',
      [tenantId],
    );
    expect(rows).toEqual([{ all: 2, deleted: 1 }]);
  });

  test('is invisible to every read', async () => {
    const where = { id: made.gone };
    expect(await client.user.findUnique({ where: byId(made.gone) })).toBeNull();
    expect(await client.user.findFirst({ where })).toBeNull();
    expect(await client.user.findMany({ where: { OR: [where, { AND: [where] }] } })).toEqual([]);
    expect(await client.user.findMany({ select: { id: true } })).toEqual([{ id: made.user }]);
    expect(await client.user.count()).toBe(1);
    expect(await client.user.count({ select: { _all: true, name: true } })).toEqual({ _all: 1, name: 1 });
    expect(await client.user.aggregate({ _count: true, _max: { name: true } })).toEqual({
      _count: 1,
      _max: { name: 'living' },
    });
    expect(await client.user.groupBy({ by: ['name'] })).toEqual([{ name: 'living' }]);
    expect(await codeOf(client.user.findUniqueOrThrow({ where: byId(made.gone) }))).toBe('RECORD_NOT_FOUND');
    expect(await codeOf(client.user.findFirstOrThrow({ where }))).toBe('RECORD_NOT_FOUND');
  });

  test('is invisible through relations: lists, counts, references that may be empty, and filters', async () => {
    const tenant = await client.tenant.findFirstOrThrow({
      select: {
        users: { select: { name: true } },
        customers: { select: { code: true, salesRep: { select: { name: true } } } },
        _count: { select: { users: true, customers: true, suppliers: { where: { code: 'x' } } } },
      },
    });
    expect(tenant).toEqual({
      users: [{ name: 'living' }],
      customers: [{ code: 'C-1', salesRep: null }],
      _count: { users: 1, customers: 1, suppliers: 0 },
    });
    const user = await client.user.findFirstOrThrow({ include: { _count: true, assignedCustomers: true } });
    expect([user._count.assignedCustomers, user._count.activities, user.assignedCustomers]).toEqual([
      0,
      2,
      [],
    ]);
    expect(await client.user.findUnique({ where: byId(made.user) }).assignedCustomers()).toEqual([]);
    expect(await client.customer.findUnique({ where: byId(made.customer) }).salesRep()).toBeNull();

    expect(await client.user.count({ where: { assignedCustomers: { some: {} } } })).toBe(0);
    expect(await client.user.count({ where: { assignedCustomers: { none: { code: 'C-2' } } } })).toBe(1);
    expect(await client.user.count({ where: { assignedCustomers: { every: { code: 'C-1' } } } })).toBe(1);
    expect(await client.customer.count({ where: { salesRep: { name: 'gone' } } })).toBe(0);
    expect(await client.customer.count({ where: { salesRep: { is: { name: 'gone' } } } })).toBe(0);
    expect(await client.customer.count({ where: { NOT: { salesRep: { isNot: { name: 'gone' } } } } })).toBe(
      0,
    );
    expect(await client.tenant.count({ where: { users: { some: { name: 'gone' } } } })).toBe(0);
  });

  test('stays the answer where a living row must refer to one', async () => {
    const where = { customerId: made.goneCustomer };
    const found = await client.activity.findMany({
      where,
      include: { customer: { include: { salesRep: true } } },
    });
    expect(found.map(({ customer }) => [customer.code, customer.salesRep?.name])).toEqual([
      ['C-2', 'living'],
    ]);
    expect(await client.activity.count({ where: { customer: { code: 'C-2' } } })).toBe(1);
  });

  test('is shown to who asks, by a condition on deletedAt or by withDeleted', async () => {
    expect(await client.user.count({ where: { deletedAt: { not: null } } })).toBe(1);
    expect(
      await client.user.count({ where: { OR: [{ deletedAt: { not: null } }, { name: 'living' }] } }),
    ).toBe(2);
    const all = withDeleted(client);
    expect(await all.user.count()).toBe(2);
    expect((await all.user.findUnique({ where: byId(made.gone) }))?.name).toBe('gone');
    expect(await all.user.findUnique({ where: byId(made.user) }).assignedCustomers()).toHaveLength(1);
    expect(
      await all.customer.findFirst({ where: { salesRep: { name: 'gone' } }, select: { salesRep: true } }),
    ).toMatchObject({
      salesRep: { name: 'gone' },
    });
    expect(await all.$transaction([all.user.count(), client.user.count()])).toEqual([2, 1]);
    expect(await all.$transaction(async (tx) => [await tx.user.count(), await client.user.count()])).toEqual([
      2, 1,
    ]);
    expect(await client.$transaction((tx) => withDeleted(tx).user.count())).toBe(2);
    expect(await client.user.count()).toBe(1);
  });
});

describe('writes', () => {
  test('leave a deleted row alone', async () => {
    const data = { name: 'changed' };
    const where = byId(made.gone);
    expect(await codeOf(client.user.update({ where, data }))).toBe('RECORD_NOT_FOUND');
    expect(await codeOf(client.user.delete({ where }))).toBe('RECORD_NOT_FOUND');
    expect(await client.user.updateMany({ where: { id: made.gone }, data })).toEqual({ count: 0 });
    expect(await client.user.updateManyAndReturn({ where: { id: made.gone }, data })).toEqual([]);
    expect(await client.user.deleteMany({ where: { id: made.gone } })).toEqual({ count: 0 });
    expect(
      await codeOf(client.user.upsert({ where, create: { ...person('new'), id: made.gone }, update: data })),
    ).toBe('UNIQUE_VIOLATION');
    const connect = byId(made.gone);
    expect(
      await codeOf(client.customer.update({ where: byId(made.customer), data: { salesRep: { connect } } })),
    ).toBe('RECORD_NOT_FOUND');
    await client.tenant.count();
    expect(await withDeleted(client).user.findUnique({ where })).toMatchObject({ name: 'gone' });
    expect(
      await withDeleted(client).user.updateMany({ where: { id: made.gone }, data: { isActive: false } }),
    ).toEqual({
      count: 1,
    });
  });

  test('nested in others mark what they delete, and skip what is deleted', async () => {
    const { id } = await client.supplier.create({
      data: {
        code: 'S',
        name: 'S',
        products: { create: ['a', 'b', 'c', 'd'].map((code) => ({ code, name: code })) },
      },
      include: { products: true },
    });
    const products = await client.product.findMany({ where: { supplierId: id }, orderBy: { code: 'asc' } });
    const [a = '', b = '', c = ''] = products.map((product) => product.id);
    const update = (write: object) =>
      client.supplier.update({
        where: byId(id),
        data: { products: write },
        select: { products: { orderBy: { code: 'asc' }, select: { name: true } } },
      });
    expect((await update({ delete: byId(a) })).products.map((one) => one.name)).toEqual(['b', 'c', 'd']);
    expect((await update({ deleteMany: [{ code: 'b' }] })).products.map((one) => one.name)).toEqual([
      'c',
      'd',
    ]);
    expect(
      (await update({ updateMany: { where: {}, data: { name: 'new' } }, delete: [byId(c)] })).products,
    ).toEqual([{ name: 'new' }]);
    for (const write of [
      { update: { where: byId(a), data: { name: 'x' } } },
      { delete: byId(b) },
      { connect: byId(c) },
    ]) {
      expect(await codeOf(update(write)), JSON.stringify(write)).toBe('RECORD_NOT_FOUND');
    }
    const { rows } = await fixture.superuser.query(
      `select string_agg(code || ':' || name, ' ' order by code) as all, count(deleted_at)::int as deleted
       from commerce.products where tenant_id = $1 and supplier_id = $2`,
      [tenantId, id],
    );
    expect(rows).toEqual([{ all: 'a:a b:b c:new d:new', deleted: 3 }]);
  });

  test('return relations without what is deleted, whichever way they write', async () => {
    const row = { name: 'x', state: 'CA', salesRepId: made.gone };
    const include = { salesRep: true, tenant: true };
    const all = [
      await client.customer.create({ data: { ...row, code: 'R-1' }, include }),
      ...(await client.customer.createManyAndReturn({ data: [{ ...row, code: 'R-2' }], include })),
      await client.customer.update({ where: byId(made.customer), data: { city: 'x' }, include }),
      ...(await client.customer.updateManyAndReturn({
        where: { code: 'R-2' },
        data: { city: 'x' },
        include,
      })),
    ];
    expect(all.map((one) => [one.salesRep, one.tenant.id])).toEqual(all.map(() => [null, tenantId]));
    await purge(client, 'Customer', { code: { startsWith: 'R-' } });
  });

  test('keep the other tenant’s rows out of reach, deleted or not', async () => {
    const other = fixture.db.forTenant({ tenantId: fixture.tenants[1] });
    expect(await withDeleted(other).user.count()).toBe(0);
    expect(await restore(other, 'User', { id: made.gone })).toBe(0);
    expect(await purge(other, 'User', {})).toBe(0);
  });

  test('take a condition of an unusual kind as a condition', async () => {
    class Where {
      readonly code = 'C-1';
    }
    expect(await client.customer.updateMany({ where: new Where(), data: { city: 'Napa' } })).toEqual({
      count: 1,
    });
    expect(await codeOf(client.customer.deleteMany({ where: null } as never))).toBe('QUERY_INVALID');
    expect(await client.customer.count()).toBe(1);
  });
});

describe('restore and purge', () => {
  test('bring back, with the keys that were not taken meanwhile', async () => {
    const { id } = await client.user.create({ data: person('twice') });
    await client.user.delete({ where: byId(id) });
    const next = await client.user.create({ data: person('twice') });
    await expect(restore(client, 'User', { id })).rejects.toMatchObject({
      code: 'RESTORE_CONFLICT',
      details: { fields: ['email'] },
      message: expect.stringContaining('(email)'),
    });
    await client.user.delete({ where: byId(next.id) });
    expect(await restore(client, 'User', { id })).toBe(1);
    expect(await restore(client, 'User', { id })).toBe(0);
    expect((await client.user.findFirstOrThrow({ where: { email: person('twice').email } })).id).toBe(id);
  });

  test('remove for good', async () => {
    const { id } = await client.supplier.create({ data: { code: 'P', name: 'P' } });
    await client.supplier.delete({ where: byId(id) });
    expect(await purge(client, 'Supplier', { id })).toBe(1);
    const { rows } = await fixture.superuser.query('select from commerce.suppliers where id = $1', [id]);
    expect(rows).toEqual([]);
    expect(await codeOf(purge(client, 'User', { id: made.user }))).toBe('FOREIGN_KEY_VIOLATION');
  });
});
