import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { codeOf, createFixture, type Fixture, person } from '../../test/two-tenants.ts';
import { WireProxy } from '../../test/wire-proxy.ts';
import type { TenantClient } from '../client/tenant-client.ts';
import { SETTING_NAMES } from '../tenant/settings.ts';

// What a distributed PostgreSQL needs, seen on the wire of an ordinary one.
let fixture: Fixture;
let proxy: WireProxy;
let client: TenantClient;
let tenantId: string;
let other: string;
beforeAll(async () => {
  fixture = await createFixture({ pool: { max: 1 }, distributed: true });
  [tenantId, other] = fixture.tenants;
  proxy = await WireProxy.start(new URL(fixture.database.url('app')));
  // A prepared statement's text is seen on the wire once only.
  client = fixture
    .open({ url: proxy.url(fixture.database.url('app')), preparedStatements: false })
    .forTenant({ tenantId });
  await client.user.create({ data: person('first') });
});
afterAll(async () => {
  await fixture?.end();
  await proxy?.stop();
});
beforeEach(() => {
  proxy.statements = [];
  proxy.waits = 0;
});

const locals = () => proxy.statements.filter((text) => text.startsWith('SET LOCAL'));
const models = () => proxy.statements.filter((text) => /"(?:core|commerce)"\./.test(text));

describe('the context', () => {
  test('goes as SET LOCAL, in a transaction of the query’s own and in one round trip', async () => {
    await client.user.findMany();
    expect(proxy.waits).toBe(1);
    expect(proxy.statements[0]).toBe('BEGIN');
    expect(proxy.statements.at(-1)).toBe('COMMIT');
    expect(locals()).toContain(`SET LOCAL app.current_tenant_id = '${tenantId}'`);
    expect(locals()).toHaveLength(SETTING_NAMES.length);
    expect(proxy.statements.join()).not.toContain('set_config');
  });

  test('goes once in a transaction, and again after a rollback to a savepoint', async () => {
    await client.$transaction(async (tx) => {
      await tx.user.count();
      await tx.user.count();
      expect(locals()).toHaveLength(SETTING_NAMES.length);
      await tx.$transaction((inner) => inner.$queryRaw`select 1 / 0`).catch(() => {});
      expect(await tx.user.count()).toBeGreaterThan(0);
    });
    expect(locals()).toHaveLength(2 * SETTING_NAMES.length);
  });

  test('is quoted, whatever is in it', async () => {
    const userAgent = `'; set role org_admin; -- \\' " $1 ü`;
    const mine = fixture.db.forTenant({ tenantId, request: { id: `\\'x`, userAgent } });
    const read = mine.$queryRaw`select current_setting('app.request_user_agent') as agent, current_setting('app.request_id') as id`;
    expect(await read).toEqual([{ agent: userAgent, id: `\\'x` }]);
  });

  test('holds for Kysely’s pool and with a time limit of the client’s own', async () => {
    expect((await client.$pool.query('select distinct tenant_id from core.users')).rows).toEqual([
      { tenant_id: tenantId },
    ]);
    const hasty = fixture.db.forTenant({ tenantId }, { statementTimeoutMs: 50 });
    expect(await codeOf(hasty.$queryRaw`select pg_sleep(20)`)).toBe('STATEMENT_TIMEOUT');
    expect(await hasty.$queryRaw`select current_setting('statement_timeout') as t`).toEqual([{ t: '50ms' }]);
  });
});

test('a query that fails is rolled back, and its connection kept', async () => {
  const pid = () => client.$queryRaw<{ pid: number }[]>`select pg_backend_pid() as pid`;
  const before = await pid();
  expect(await codeOf(client.user.create({ data: person('first') }))).toBe('UNIQUE_VIOLATION');
  expect(await codeOf(client.$queryRaw`select 1 / 0`)).toBe('VALUE_INVALID');
  expect(await codeOf(client.$pool.query('select 1 / 0'))).toBe('22012');
  expect(await pid()).toEqual(before);
});

test('what fails at COMMIT fails the query', async () => {
  await fixture.superuser.query(
    `alter table core.tenant_roles add constraint one_name unique (tenant_id, description) deferrable initially deferred`,
  );
  const role = (name: string) =>
    client.$executeRaw`insert into core.tenant_roles (name, description) values (${name}, 'same')`;
  await role('c-1');
  expect(await codeOf(role('c-2'))).toBe('UNIQUE_VIOLATION');
  expect(await client.tenantRole.count({ where: { description: 'same' } })).toBe(1);
});

describe('the tenant', () => {
  test.each<[string, (c: TenantClient) => Promise<unknown>]>([
    ['findMany', (c) => c.user.findMany({ where: { OR: [{ name: 'a' }, { name: 'b' }] } })],
    ['findFirst', (c) => c.user.findFirst({ where: { id: tenantId } })],
    ['findUnique', (c) => c.user.findUnique({ where: { tenantId_id: { tenantId, id: tenantId } } })],
    ['count', (c) => c.user.count()],
    ['aggregate', (c) => c.user.aggregate({ _count: true })],
    ['groupBy', (c) => c.user.groupBy({ by: ['name'], _count: true })],
    ['updateMany', (c) => c.user.updateMany({ where: { name: 'nobody' }, data: { name: 'x' } })],
    ['deleteMany', (c) => c.session.deleteMany({ where: { id: tenantId } })],
    ['nested reads', (c) => c.user.findMany({ include: { assignedCustomers: true } })],
    ['the tenant itself', (c) => c.tenant.findMany({ include: { settings: true } })],
  ])('is in the condition of %s', async (_what, run) => {
    await run(client);
    expect(models().length).toBeGreaterThan(0);
    for (const text of models()) expect(text).toMatch(/WHERE.*"(?:tenant_id|id)" (?:=|IN)/);
  });

  test('is in the rows that are written, alone, by lists, by upsert and nested', async () => {
    await client.supplier.create({
      data: { code: 'd-1', name: 'D', products: { create: [{ code: 'd-2', name: 'D' }] } },
    });
    await client.supplier.createMany({
      data: [
        { code: 'd-3', name: 'D' },
        { code: 'd-4', name: 'D' },
      ],
    });
    const [found] = await client.supplier.findMany({ where: { code: 'd-1' }, include: { products: true } });
    expect(found).toMatchObject({ tenantId, products: [{ tenantId, code: 'd-2' }] });
    const connect = { tenantId_id: { tenantId, id: found?.id ?? '' } };
    const product = await client.product.create({ data: { code: 'd-5', name: 'D', supplier: { connect } } });
    expect(product).toMatchObject({ tenantId, supplierId: found?.id });
    const where = { tenantId_id: { tenantId, id: other } };
    const made = await client.supplier.upsert({
      where,
      create: { id: other, code: 'd-6', name: 'D' },
      update: {},
    });
    expect(made).toMatchObject({ id: other, tenantId });
    for (const text of models().filter((one) => one.startsWith('INSERT')))
      expect(text).toContain('"tenant_id"');
  });

  test('of somebody else is not to be had, nor written', async () => {
    expect(await client.user.findMany({ where: { tenantId: other } })).toEqual([]);
    expect(await codeOf(client.user.create({ data: { ...person('stray'), tenantId: other } }))).toBe(
      'TENANT_VIOLATION',
    );
    const admin = fixture.db.asAdmin({ actor: 'a', reason: 'r' }, (all) => all.tenant.findMany());
    expect(await admin).toHaveLength(2);
  });
});
