import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { codeOf, createFixture, type Fixture, POOLED, PREPARED, person } from '../../test/two-tenants.ts';
import type { DbError } from '../errors/db-error.ts';
import { currentScope, Scope } from '../tenant/scope.ts';
import { Endpoint } from './endpoint.ts';
import type { TenantClient } from './tenant-client.ts';

let fixture: Fixture;
beforeAll(async () => {
  fixture = await createFixture({ pool: { max: 1 } });
});
afterAll(() => fixture?.end());

const backend = async (client: TenantClient) =>
  (await client.$queryRaw<{ pid: number }[]>`select pg_backend_pid() as pid`)[0]?.pid;

test('without a context nothing reaches the database, not even a connection', async () => {
  const endpoint = new Endpoint(fixture.database.url('app'), { url: '', preparedStatements: PREPARED }, 1);
  expect(await codeOf(endpoint.pool.connect())).toBe('TENANT_CONTEXT_MISSING');
  expect(await codeOf(endpoint.pool.query('select 1'))).toBe('TENANT_CONTEXT_MISSING');
  expect(endpoint.pool.totalCount).toBe(0);
  await endpoint.close();
});

test('a connection that was given back takes no more queries', async () => {
  const endpoint = new Endpoint(fixture.database.url('app'), { url: '', preparedStatements: PREPARED }, 1);
  const connection = await currentScope.run(new Scope(), () => endpoint.pool.connect());
  connection.release();
  expect(await codeOf(connection.query('select 1'))).toBe('TENANT_CONTEXT_MISSING');
  await endpoint.close();
});

test('a connection that comes back inside of a transaction is closed', async () => {
  const endpoint = new Endpoint(fixture.database.url('app'), { url: '', preparedStatements: PREPARED }, 1);
  const connection = await currentScope.run(new Scope(), () => endpoint.pool.connect());
  await connection.query('begin');
  connection.release();
  expect(endpoint.pool.totalCount).toBe(0);
  await endpoint.close();
});

test('a failed statement, in a transaction or not, leaves the connection in the pool and healthy', async () => {
  const client = fixture.db.forTenant({ tenantId: fixture.tenants[0] });
  const before = await backend(client);
  expect(await codeOf(client.$queryRaw`select 1 / 0`)).toBe('VALUE_INVALID');
  expect(await codeOf(client.$transaction((tx) => tx.$queryRaw`select 1 / 0`))).toBe('VALUE_INVALID');
  expect(await codeOf(client.$executeRawUnsafe('select 1; select 2'))).toBe('QUERY_INVALID');
  expect(await backend(client)).toBe(before);
});

// PgBouncer does not tell the client, and finds another session for it.
test('killed while idle: the connection is replaced', async () => {
  const errors: DbError[] = [];
  const db = fixture.open({ onPoolError: (error) => errors.push(error) });
  const client = db.forTenant({ tenantId: fixture.tenants[0] });
  const pid = await backend(client);
  await fixture.superuser.query('select pg_terminate_backend($1)', [pid]);
  if (!POOLED) {
    await expect.poll(() => errors.length).toBeGreaterThan(0);
    expect(errors[0]?.code).toBe('DATABASE_UNREACHABLE');
  }
  await expect
    .poll(
      async () =>
        (await fixture.superuser.query('select from pg_stat_activity where pid = $1', [pid])).rowCount,
    )
    .toBe(0);
  expect(await backend(client)).not.toBe(pid);
  expect(errors).toHaveLength(POOLED ? 0 : 1);
});

test.each(['query', 'transaction'])(
  'killed during a %s: the caller is told, the next one is served',
  async (kind) => {
    const db = fixture.open();
    const client = db.forTenant({ tenantId: fixture.tenants[0] });
    const pid = await backend(client);
    const sleep = (on: Pick<TenantClient, '$queryRaw'>) => on.$queryRaw`select pg_sleep(20)`;
    const run = codeOf(
      kind === 'query' ? sleep(client) : client.$transaction((tx) => sleep(tx), { timeout: 30_000 }),
    );
    await expect
      .poll(async () => {
        const active = await fixture.superuser.query(
          `select from pg_stat_activity where pid = $1 and query like '%pg_sleep%' and state = 'active'`,
          [pid],
        );
        return active.rowCount;
      })
      .toBe(1);
    await fixture.superuser.query('select pg_terminate_backend($1)', [pid]);
    expect(await run).toBe('DATABASE_UNREACHABLE');
    expect(await backend(client)).not.toBe(pid);
  },
);

describe('statement time-out', () => {
  test('ends a query, and one of a transaction', async () => {
    const client = fixture.open({ statementTimeoutMs: 100 }).forTenant({ tenantId: fixture.tenants[0] });
    const sleep = (on: Pick<TenantClient, '$queryRaw'>) => on.$queryRaw`select pg_sleep(20)`;
    const before = await backend(client);
    expect(await codeOf(sleep(client))).toBe('STATEMENT_TIMEOUT');
    expect(await codeOf(client.$transaction((tx) => sleep(tx)))).toBe('STATEMENT_TIMEOUT');
    expect(await backend(client)).toBe(before);
  });
});

test('a changed column does not fail the statements that were prepared before', async () => {
  const client = fixture.db.forTenant({ tenantId: fixture.tenants[0] });
  await client.user.create({ data: person('changed') });
  const read = () => client.user.findMany({ select: { name: true } });
  for (let i = 0; i < 4; i += 1) expect(await read()).toEqual([{ name: 'changed' }]);
  await fixture.superuser.query('alter table core.users alter column name type varchar(200)');
  for (let i = 0; i < 4; i += 1) expect(await read()).toEqual([{ name: 'changed' }]);
});

test('an unreachable server and a wrong role are told apart, without the connection string', async () => {
  const nowhere = fixture.open({ url: 'postgresql://app:hunter2@127.0.0.1:1/none' });
  const url = new URL(fixture.database.url('app'));
  url.username = 'nobody_at_all';
  const stranger = fixture.open({ url: url.toString() });
  const tenantId = fixture.tenants[0];
  const refused = await nowhere
    .forTenant({ tenantId })
    .user.count()
    .catch((error: unknown) => error);
  expect(await codeOf(nowhere.forTenant({ tenantId }).$queryRaw`select 1`)).toBe('DATABASE_UNREACHABLE');
  expect(refused).toMatchObject({ code: 'DATABASE_UNREACHABLE', status: 503 });
  expect(String(refused)).not.toContain('hunter2');
  expect(await codeOf(stranger.forTenant({ tenantId }).user.count())).toBe('DATABASE_AUTH_FAILED');
});
