import { describe, expect, test } from 'vitest';
import type { TenantClient } from '../../src/client/tenant-client.ts';
import { person } from '../two-tenants.ts';
import { type Attack, attempt, expectNothingLearned, useAttack } from './attack-fixture.ts';

// Another tenant's ids in every operation of Prisma's that writes.
const attack = useAttack();

type Write = (client: TenantClient, a: Attack) => PromiseLike<unknown>;

const key = ({ foreign }: Attack) => ({ tenantId_id: { tenantId: foreign.tenantId, id: foreign.user } });
const taken = { name: 'taken' };

test.each<[string, Write]>([
  ['update', (c, a) => c.user.update({ where: key(a), data: taken })],
  [
    'update of the tenant',
    (c, a) => c.tenantSettings.update({ where: { tenantId: a.foreign.tenantId }, data: { timezone: 'x' } }),
  ],
  [
    'update through a relation filter',
    (c, a) => c.user.update({ where: { ...key(a), tenant: { slug: 'tenant-1' } }, data: taken }),
  ],
  [
    'update by the global prefix',
    (c, a) => c.apiKey.update({ where: { prefix: a.foreign.mark }, data: taken }),
  ],
  [
    'update that moves the foreign row here',
    (c, a) => c.user.update({ where: key(a), data: { tenantId: a.own.tenantId } }),
  ],
  [
    'update by a shared primary key',
    (c, a) => c.systemConfiguration.update({ where: { id: a.foreign.configuration }, data: { value: 0 } }),
  ],
  ['delete', (c, a) => c.user.delete({ where: key(a) })],
  [
    'delete by a shared primary key',
    (c, a) => c.systemConfiguration.delete({ where: { id: a.foreign.configuration } }),
  ],
])('%s finds no foreign row', async (_name, write) => {
  const outcome = await attempt(() => write(attack().client, attack()));
  expect(outcome.code).toBe('RECORD_NOT_FOUND');
  expectNothingLearned(outcome, attack().foreign);
});

test.each<[string, Write, unknown]>([
  [
    'updateMany by tenant',
    (c, a) => c.user.updateMany({ where: { tenantId: a.foreign.tenantId }, data: taken }),
    { count: 0 },
  ],
  [
    'updateMany by id',
    (c, a) => c.user.updateMany({ where: { id: a.foreign.user }, data: taken }),
    { count: 0 },
  ],
  [
    'updateMany by all but the own',
    (c, a) => c.user.updateMany({ where: { NOT: { id: a.own.user } }, data: taken }),
    { count: 0 },
  ],
  [
    'updateManyAndReturn',
    (c, a) => c.user.updateManyAndReturn({ where: { id: a.foreign.user }, data: taken }),
    [],
  ],
  [
    'updateMany through a relation',
    (c, a) =>
      c.order.updateMany({ where: { customer: { tenantId: a.foreign.tenantId } }, data: { notes: 'x' } }),
    { count: 0 },
  ],
  [
    'deleteMany by tenant',
    (c, a) => c.user.deleteMany({ where: { tenantId: a.foreign.tenantId } }),
    { count: 0 },
  ],
  ['deleteMany by id', (c, a) => c.cartItem.deleteMany({ where: { id: a.foreign.cartItem } }), { count: 0 }],
  [
    'deleteMany of shared settings',
    (c) => c.systemConfiguration.deleteMany({ where: { scope: 'GLOBAL' } }),
    { count: 0 },
  ],
  [
    'updateMany of shared settings',
    (c) => c.systemConfiguration.updateMany({ where: { scope: 'GLOBAL' }, data: { value: 0 } }),
    { count: 0 },
  ],
])('%s reaches no foreign row', async (_name, write, nothing) => {
  expect(await write(attack().client, attack())).toEqual(nothing);
});

const foreignPerson = (a: Attack) => ({ ...person('stray'), tenantId: a.foreign.tenantId });

describe('a row for another tenant is refused', () => {
  test.each<[string, Write]>([
    ['create', (c, a) => c.user.create({ data: foreignPerson(a) })],
    ['createMany', (c, a) => c.user.createMany({ data: [person('fine'), foreignPerson(a)] })],
    [
      'createMany that skips duplicates',
      (c, a) => c.user.createMany({ data: [foreignPerson(a)], skipDuplicates: true }),
    ],
    ['createManyAndReturn', (c, a) => c.user.createManyAndReturn({ data: [foreignPerson(a)] })],
    [
      'upsert, to create',
      (c, a) => c.user.upsert({ where: key(a), create: foreignPerson(a), update: taken }),
    ],
    [
      'upsert with the same key and id',
      (c, a) =>
        c.user.upsert({ where: key(a), create: { ...foreignPerson(a), id: a.foreign.user }, update: taken }),
    ],
    [
      'a row moved there',
      (c, a) =>
        c.supplier.update({
          where: { tenantId_id: { tenantId: a.own.tenantId, id: a.own.supplier } },
          data: { tenantId: a.foreign.tenantId },
        }),
    ],
    ['rows moved there', (c, a) => c.supplier.updateMany({ data: { tenantId: a.foreign.tenantId } })],
    [
      'a setting made everybody’s',
      (c, a) =>
        c.systemConfiguration.updateMany({
          where: { id: a.own.configuration },
          data: { tenantId: null, scope: 'GLOBAL' },
        }),
    ],
    [
      'a shared setting',
      (c) => c.systemConfiguration.create({ data: { tenantId: null, scope: 'GLOBAL', key: 'k', value: 1 } }),
    ],
    [
      'an audit entry',
      (c, a) =>
        c.auditLog.create({ data: { tenantId: a.foreign.tenantId, action: 'forged', entity: 'User' } }),
    ],
    [
      'within a transaction',
      (c, a) => c.$transaction(async (tx) => tx.user.create({ data: foreignPerson(a) })),
    ],
    [
      'within an array',
      (c, a) =>
        c.$transaction([c.user.create({ data: person('first') }), c.user.create({ data: foreignPerson(a) })]),
    ],
  ])('%s', async (_name, write) => {
    const a = attack();
    const before = await a.fingerprint('all');
    const outcome = await attempt(() => write(a.client, a));
    expect(outcome.code).toBe('TENANT_VIOLATION');
    expectNothingLearned(outcome, a.foreign);
    expect(await a.fingerprint('all')).toBe(before);
  });
});

describe('what services may only read, or not even that', () => {
  test.each<[string, Write]>([
    ['a tenant made', (c) => c.tenant.create({ data: { slug: 'new', name: 'n', contactEmail: 'a@b.c' } })],
    ['the own tenant renamed', (c, a) => c.tenant.update({ where: { id: a.own.tenantId }, data: taken })],
    ['the own tenant deleted', (c, a) => c.tenant.delete({ where: { id: a.own.tenantId } })],
    ['all tenants deleted', (c) => c.tenant.deleteMany()],
    ['a role made', (c) => c.role.create({ data: { system: 'core', name: 'n', description: '' } })],
    ['a role changed', (c, a) => c.role.update({ where: { id: a.roleId }, data: taken })],
    ['roles deleted', (c) => c.role.deleteMany()],
    [
      'a permission given',
      (c, a) => c.rolePermission.create({ data: { roleId: a.roleId, permissionKey: 'orders:read' } }),
    ],
    ['permissions deleted', (c) => c.permission.deleteMany()],
    ['admin accesses read', (c) => c.adminAccess.findMany()],
    ['admin accesses counted', (c) => c.adminAccess.count()],
    ['an admin access forged', (c) => c.adminAccess.create({ data: { actor: 'a', reason: 'r' } })],
    ['admin accesses deleted', (c) => c.adminAccess.deleteMany()],
    ['the own audit changed', (c) => c.auditLog.updateMany({ data: { action: 'nothing' } })],
    ['the own audit deleted', (c) => c.auditLog.deleteMany()],
  ])('%s', async (_name, write) => {
    const a = attack();
    const before = await a.fingerprint('all');
    const outcome = await attempt(() => write(a.client, a));
    expect(outcome.code).toBe('PERMISSION_DENIED');
    expect(await a.fingerprint('all')).toBe(before);
  });
});
