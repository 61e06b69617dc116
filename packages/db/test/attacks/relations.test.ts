import { describe, expect, test } from 'vitest';
import { person } from '../two-tenants.ts';
import { type Attack, useAttack } from './attack-fixture.ts';
import { NOBODY, type Operation, refusedAlike } from './attempts-in-vain.ts';

// Nested writes and foreign keys that aim at another tenant's rows. A foreign row answers as one that nobody has.
const attack = useAttack();

const at = (tenantId: string, id: string) => ({ tenantId_id: { tenantId, id } });
const there = (a: Attack, name: 'user' | 'customer' | 'product' | 'sku' | 'cart' | 'order' | 'cartItem') =>
  at(a.foreign.tenantId, a.foreign[name]);
const ownCart = (a: Attack) => at(a.own.tenantId, a.own.cart);
const ownCustomer = (a: Attack) => at(a.own.tenantId, a.own.customer);
const customer = { code: 'C-9', name: 'n', state: 'CA' };

describe('connect', () => {
  test.each<[string, Operation]>([
    [
      'in a create',
      (c, a) =>
        c.activity.create({
          data: {
            type: 'CALL',
            subject: 's',
            customer: { connect: there(a, 'customer') },
            user: { connect: at(a.own.tenantId, a.own.user) },
          },
        }),
    ],
    [
      'in an update',
      (c, a) =>
        c.customer.update({ where: ownCustomer(a), data: { salesRep: { connect: there(a, 'user') } } }),
    ],
    [
      'of children',
      (c, a) =>
        c.customer.update({ where: ownCustomer(a), data: { orders: { connect: there(a, 'order') } } }),
    ],
    [
      'of children in a create',
      (c, a) => c.customer.create({ data: { ...customer, orders: { connect: [there(a, 'order')] } } }),
    ],
    [
      'with the own tenant and a foreign id',
      (c, a) =>
        c.customer.update({
          where: ownCustomer(a),
          data: { salesRep: { connect: at(a.own.tenantId, a.foreign.user) } },
        }),
    ],
    [
      'connectOrCreate in the foreign tenant',
      (c, a) =>
        c.customer.update({
          where: ownCustomer(a),
          data: {
            salesRep: {
              connectOrCreate: {
                where: there(a, 'user'),
                create: { ...person('x'), tenantId: a.foreign.tenantId },
              },
            },
          },
        }),
    ],
    [
      'set of children',
      (c, a) =>
        c.customer.update({
          where: ownCustomer(a),
          data: { tasks: { set: [at(a.foreign.tenantId, a.foreign.event)] } },
        }),
    ],
  ])('%s', async (_name, write) => {
    expect(await refusedAlike(attack(), write)).toMatch(
      /^(RECORD_NOT_FOUND|TENANT_VIOLATION|FOREIGN_KEY_VIOLATION|QUERY_INVALID|VALUE_MISSING)$/,
    );
  });

  test('connectOrCreate of a foreign key makes an own row, and leaves the foreign one', async () => {
    const a = attack();
    const created = await a.client.customer.update({
      where: ownCustomer(a),
      data: { salesRep: { connectOrCreate: { where: there(a, 'user'), create: person('own-instead') } } },
      include: { salesRep: true },
    });
    expect(created.salesRep).toMatchObject({ tenantId: a.own.tenantId, name: 'own-instead' });
    expect(created.salesRepId).not.toBe(a.foreign.user);
  });
});

describe('nested writes below an own row', () => {
  test.each<[string, Operation]>([
    [
      'update',
      (c, a) =>
        c.cart.update({
          where: ownCart(a),
          data: { items: { update: { where: there(a, 'cartItem'), data: { quantity: 9 } } } },
        }),
    ],
    [
      'delete',
      (c, a) => c.cart.update({ where: ownCart(a), data: { items: { delete: there(a, 'cartItem') } } }),
    ],
    [
      'create that refers to a foreign row',
      (c, a) =>
        c.cart.update({
          where: ownCart(a),
          data: { items: { create: { skuId: a.foreign.sku, quantity: 1 } } },
        }),
    ],
    [
      'createMany that refers to a foreign row',
      (c, a) =>
        c.cart.update({
          where: ownCart(a),
          data: { items: { createMany: { data: [{ skuId: a.foreign.sku, quantity: 1 }] } } },
        }),
    ],
    [
      'upsert that creates with a foreign row',
      (c, a) =>
        c.cart.update({
          where: ownCart(a),
          data: {
            items: {
              upsert: {
                where: there(a, 'cartItem'),
                update: { quantity: 9 },
                create: { skuId: a.foreign.sku, quantity: 1 },
              },
            },
          },
        }),
    ],
    [
      'three levels down',
      (c, a) =>
        c.customer.create({
          data: {
            ...customer,
            portalUsers: {
              create: {
                ...person('deep'),
                roleId: a.roleId,
                sessions: {
                  create: {
                    tenantId: a.foreign.tenantId,
                    familyId: NOBODY,
                    tokenHash: new Uint8Array(),
                    expiresAt: new Date(),
                  } as never,
                },
              },
            },
          },
        }),
    ],
  ])('%s', async (_name, write) => {
    await refusedAlike(attack(), write);
  });

  test.each<[string, Operation]>([
    [
      'updateMany',
      (c, a) =>
        c.cart.update({
          where: ownCart(a),
          data: { items: { updateMany: { where: { id: a.foreign.cartItem }, data: { quantity: 9 } } } },
        }),
    ],
    [
      'deleteMany',
      (c, a) =>
        c.cart.update({ where: ownCart(a), data: { items: { deleteMany: { id: a.foreign.cartItem } } } }),
    ],
    [
      'disconnect',
      (c, a) =>
        c.customer.update({
          where: ownCustomer(a),
          data: { exclusiveProducts: { disconnect: there(a, 'product') } },
        }),
    ],
  ])('%s reaches none of the foreign', async (_name, write) => {
    const a = attack();
    await write(a.client, a);
    expect(await a.client.cartItem.count({ where: { cartId: a.own.cart } })).toBe(1);
  });
});
