import { afterAll, beforeAll, expect, test } from 'vitest';
import { createFixture, type Fixture, person } from '../../test/two-tenants.ts';
import type { TenantClient } from '../client/tenant-client.ts';
import { DbError } from './db-error.ts';
import { toDbError } from './to-db-error.ts';

let fixture: Fixture;
let client: TenantClient;
beforeAll(async () => {
  fixture = await createFixture();
  client = fixture.db.forTenant({ tenantId: fixture.tenants[0] });
});
afterAll(() => fixture?.end());

async function errorOf(promise: PromiseLike<unknown>): Promise<DbError> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof DbError) return error;
    throw error;
  }
  throw new Error('it did not fail');
}

test('a second row with the same key names model and fields, without the tenant', async () => {
  const role = () => client.tenantRole.create({ data: { name: 'twice' } });
  await role();
  const error = await errorOf(role());
  expect(error).toMatchObject({ code: 'UNIQUE_VIOLATION', status: 409, retryable: false });
  expect(error.details).toMatchObject({ model: 'TenantRole', fields: ['name'], sqlState: '23505' });
  expect(error.message).toBe('TenantRole: another one has the same name.');
  expect(error.cause).toBeInstanceOf(Error);
});

test('a key kept by an index of its own names its field too', async () => {
  await client.user.create({ data: person('again') });
  const error = await errorOf(client.user.create({ data: person('again') }));
  expect(error).toMatchObject({ code: 'UNIQUE_VIOLATION', details: { model: 'User', fields: ['email'] } });
});

test('what is not there', async () => {
  const id = fixture.tenants[1];
  const where = { tenantId_id: { tenantId: fixture.tenants[0], id } };
  for (const query of [
    client.user.update({ where, data: { name: 'x' } }),
    client.user.delete({ where }),
    client.user.findUniqueOrThrow({ where }),
    client.user.findFirstOrThrow({ where: { id } }),
  ]) {
    expect(await errorOf(query)).toMatchObject({
      code: 'RECORD_NOT_FOUND',
      status: 404,
      details: { model: 'User' },
    });
  }
});

test('a reference to nothing', async () => {
  const error = await errorOf(
    client.session.create({
      data: {
        userId: fixture.tenants[1],
        familyId: fixture.tenants[1],
        tokenHash: new Uint8Array(32),
        expiresAt: new Date(),
      },
    }),
  );
  expect(error).toMatchObject({ code: 'FOREIGN_KEY_VIOLATION', status: 409, details: { model: 'Session' } });
});

test('a broken rule of the table', async () => {
  await fixture.superuser.query(
    `alter table core.tenant_roles add constraint no_devil check (description <> 'devil')`,
  );
  const error = await errorOf(client.tenantRole.create({ data: { name: 'd', description: 'devil' } }));
  expect(error).toMatchObject({ code: 'CHECK_VIOLATION', status: 422, details: { constraint: 'no_devil' } });
  expect(error.message).not.toContain('devil"');
});

test('values that do not fit', async () => {
  const long = client.tenantRole.create({ data: { name: 'x'.repeat(51) } });
  expect(await errorOf(long)).toMatchObject({ code: 'VALUE_INVALID', status: 422 });
  const wrong = await errorOf(client.$queryRaw`select ${'hunter2'}::uuid`);
  expect(wrong).toMatchObject({ code: 'VALUE_INVALID', details: { sqlState: '22P02' } });
  expect(wrong.message).not.toContain('hunter2');
  expect(await errorOf(client.user.findFirst({ where: { id: 'hunter2' } }))).toMatchObject({
    code: 'VALUE_INVALID',
  });
});

test('a call that is no query names the argument, and no value', async () => {
  const where = { email: 'hunter2', emial: 'hunter2' };
  const error = await errorOf(client.user.findMany({ where } as never));
  expect(error).toMatchObject({ code: 'QUERY_INVALID', status: 500 });
  expect(error.message).toContain('user.findMany: Unknown argument `emial`');
  expect(error.message).not.toContain('hunter2');
});

test('a database that lacks what the code expects', async () => {
  expect(await errorOf(client.$queryRaw`select * from core.not_there`)).toMatchObject({
    code: 'DATABASE_SCHEMA_MISMATCH',
  });
});

test('tables without rights', async () => {
  const error = await errorOf(client.$executeRaw`truncate core.users`);
  expect(error).toMatchObject({ code: 'PERMISSION_DENIED', status: 403 });
});

test('a write without a tenant', async () => {
  const write = fixture.db.asAdmin({ actor: 'a', reason: 'r' }, (admin) =>
    admin.user.create({ data: person('nobody') }),
  );
  expect(await errorOf(write)).toMatchObject({ code: 'TENANT_VIOLATION', details: { sqlState: 'TN001' } });
});

test('two transactions that wait for each other', async () => {
  const [one, two] = await Promise.all(
    ['one', 'two'].map((name) => client.tenantRole.create({ data: { name } })),
  );
  const lock = (first: string, second: string) =>
    client.$transaction(async (tx) => {
      await tx.$executeRaw`update core.tenant_roles set name = name where id = ${first}::uuid`;
      await tx.$executeRaw`select pg_sleep(0.2)`;
      await tx.$executeRaw`update core.tenant_roles set name = name where id = ${second}::uuid`;
    });
  const [a = '', b = ''] = [one?.id, two?.id];
  const results = await Promise.allSettled([lock(a, b), lock(b, a)]);
  const failed = results.filter((result) => result.status === 'rejected').map((result) => result.reason);
  expect(failed).toEqual([expect.objectContaining({ code: 'DEADLOCK', retryable: true })]);
});

test('an error of ours stays as it is, and anything else is unknown', () => {
  const ours = new DbError('POOL_TIMEOUT');
  expect(toDbError(ours)).toBe(ours);
  const cause = new TypeError('other');
  expect(toDbError(cause)).toMatchObject({ code: 'UNKNOWN', cause });
  expect(toDbError('text')).toMatchObject({ code: 'UNKNOWN', cause: 'text' });
});
