import { setTimeout as sleep } from 'node:timers/promises';
import { makeTypedQueryFactory } from '@prisma/client/runtime/client';
import { type Generated, Kysely, PostgresDialect, sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { codeOf, createFixture, type Fixture, POOLED, person } from '../../test/two-tenants.ts';
import type { TenantClient } from '../client/tenant-client.ts';

// Kysely, code written against `pg`, and TypedSQL, on the connections of the tenant client.
interface Tables {
  'core.users': {
    id: Generated<string>;
    tenant_id: Generated<string>;
    name: string;
    email: string;
    password_hash: string;
  };
}

let fixture: Fixture;
let a: TenantClient;
let b: TenantClient;
beforeAll(async () => {
  fixture = await createFixture({ pool: { max: 2 } });
  a = fixture.db.forTenant({ tenantId: fixture.tenants[0] });
  b = fixture.db.forTenant({ tenantId: fixture.tenants[1] });
  await a.user.create({ data: person('own') });
  await b.user.create({ data: person('other') });
});
afterAll(() => fixture?.end());

const kysely = (client: TenantClient) =>
  new Kysely<Tables>({ dialect: new PostgresDialect({ pool: client.$pool }) });
const row = (name: string) => ({ name, email: `${name}@example.com`, password_hash: 'x' });
const names = (client: TenantClient) =>
  kysely(client)
    .selectFrom('core.users')
    .select('name')
    .orderBy('name')
    .execute()
    .then((rows) => rows.map(({ name }) => name));

describe('Kysely', () => {
  test('reads, writes and counts within the tenant', async () => {
    expect(await names(a)).toEqual(['own']);
    expect(await names(b)).toEqual(['other']);
    const made = await kysely(a).insertInto('core.users').values(row('k-1')).returningAll().execute();
    expect(made).toMatchObject([{ tenant_id: fixture.tenants[0], name: 'k-1' }]);
    const all = await kysely(b).updateTable('core.users').set({ name: 'renamed' }).executeTakeFirst();
    expect(all.numUpdatedRows).toBe(1n);
    await kysely(b).updateTable('core.users').set({ name: 'other' }).execute();
    const gone = await kysely(b).deleteFrom('core.users').where('name', '=', 'k-1').executeTakeFirst();
    expect(gone.numDeletedRows).toBe(0n);
    const stray = kysely(a)
      .insertInto('core.users')
      .values({ ...row('stray'), tenant_id: fixture.tenants[1] });
    expect(await codeOf(stray.execute())).toBe('42501');
  });

  test('a transaction carries the context from its first statement on, and is undone as a whole', async () => {
    const run = kysely(a)
      .transaction()
      .setIsolationLevel('serializable')
      .execute(async (trx) => {
        const seen = await trx.selectFrom('core.users').select('tenant_id').distinct().execute();
        expect(seen).toEqual([{ tenant_id: fixture.tenants[0] }]);
        const { rows } = await sql<{
          level: string;
        }>`select current_setting('transaction_isolation') as level`.execute(trx);
        expect(rows).toEqual([{ level: 'serializable' }]);
        await trx.insertInto('core.users').values(row('undone')).execute();
        throw new Error('undo');
      });
    await expect(run).rejects.toThrow('undo');
    expect(await names(a)).not.toContain('undone');
  });

  test('after a rollback to a savepoint the context holds', async () => {
    const trx = await kysely(a).startTransaction().execute();
    const saved = await trx.savepoint('before the failure').execute();
    expect(await codeOf(saved.insertInto('core.users').values(row('own')).execute())).toBe('23505');
    const back = await saved.rollbackToSavepoint('before the failure').execute();
    const { rows } = await sql<{ t: string }>`select current_setting('app.current_tenant_id') as t`.execute(
      back,
    );
    expect(rows).toEqual([{ t: fixture.tenants[0] }]);
    await back.insertInto('core.users').values(row('k-2')).execute();
    await back.commit().execute();
    expect(await names(a)).toContain('k-2');
    expect(fixture.db.pool).toMatchObject({ total: fixture.db.pool.idle, waiting: 0 });
  });

  test('two tenants in one tick, on shared connections', async () => {
    const seen = await Promise.all(
      Array.from({ length: 40 }, (_, i) =>
        kysely(i % 2 ? a : b)
          .selectFrom('core.users')
          .select('tenant_id')
          .distinct()
          .execute(),
      ),
    );
    for (const [i, rows] of seen.entries())
      expect(rows).toEqual([{ tenant_id: fixture.tenants[i % 2 ? 0 : 1] }]);
  });

  test('destroying it ends its pool, not the database’s', async () => {
    const client = fixture.db.forTenant({ tenantId: fixture.tenants[0] });
    const own = kysely(client);
    await own.selectFrom('core.users').select('id').execute();
    await own.destroy();
    expect(await codeOf(client.$pool.connect())).toBe('DATABASE_CLOSED');
    expect(await client.user.count()).toBeGreaterThan(0);
  });
});

describe('bare pg', () => {
  test('a pool and its connections', async () => {
    const found = await a.$pool.query<{ name: string }>('select name from core.users where name = $1', [
      'own',
    ]);
    expect(found).toMatchObject({ rows: [{ name: 'own' }], rowCount: 1, command: 'SELECT' });
    const arrays = await a.$pool.query({ text: 'select 1, 2', rowMode: 'array', name: 'mine' });
    expect(arrays.rows).toEqual([[1, 2]]);
    const connection = await a.$pool.connect();
    await connection.query('begin');
    await connection.query('insert into core.users (name, email, password_hash) values ($1, $2, $1)', [
      'pg-1',
      'pg-1@example.com',
    ]);
    await connection.query('rollback');
    connection.release();
    expect(await a.user.count({ where: { name: 'pg-1' } })).toBe(0);
  });

  test('a connection given back reaches nobody’s rows, whoever has it now', async () => {
    const db = fixture.open({ pool: { max: 1 } });
    const kept = await db.forTenant({ tenantId: fixture.tenants[0] }).$pool.connect();
    kept.release();
    const next = await db.forTenant({ tenantId: fixture.tenants[1] }).$pool.connect();
    expect(await codeOf(kept.query('select * from core.users'))).toBe('TENANT_CONTEXT_MISSING');
    expect(() => kept.release()).toThrow(expect.objectContaining({ code: 'QUERY_INVALID' }));
    expect((await next.query('select name from core.users')).rows).toEqual([{ name: 'other' }]);
    next.release();
    const open = await db.forTenant({ tenantId: fixture.tenants[0] }).$pool.connect();
    await open.query('begin');
    open.release();
    expect(db.pool.total).toBe(0);
  });

  test('a session that ends between two statements fails the next one, not the process', async () => {
    const connection = await a.$pool.connect();
    const { rows } = await connection.query<{ pid: number }>('select pg_backend_pid() as pid');
    await fixture.superuser.query('select pg_terminate_backend($1)', [rows[0]?.pid]);
    await sleep(100);
    const next = await connection.query('select 1').then(
      () => 'served',
      () => 'failed',
    );
    connection.release();
    // PgBouncer finds another session for it.
    expect(next).toBe(POOLED ? 'served' : 'failed');
    expect(await a.user.count({ where: { name: 'own' } })).toBe(1);
  });

  test.each<[string, (client: TenantClient) => Promise<unknown>]>([
    ['a cursor', (c) => c.$pool.query({ submit() {} } as never)],
    ['COPY', (c) => c.$pool.query({ text: 'copy core.users to stdout', submit() {} } as never)],
    [
      'several statements',
      (c) =>
        c.$pool.query('select 1; select 2').catch(() => Promise.reject({ ...new Error(), code: 'REFUSED' })),
    ],
    [
      'a statement in place of the one that sets the context',
      (c) => c.$pool.query({ name: 'org_context', text: 'select 1' }),
    ],
  ])('%s is refused', async (_what, run) => {
    const outcome = await run(a).then(
      () => 'ran',
      (error: { code?: string }) => error.code,
    );
    expect(['QUERY_INVALID', 'REFUSED']).toContain(outcome);
    expect(await a.user.count({ where: { name: 'own' } })).toBe(1);
  });

  test('an ended admin client and an aborted one hand out nothing; a transaction has no pool', async () => {
    const kept = await fixture.db.asAdmin({ actor: 'test', reason: 'test' }, async (admin) => {
      const { rows } = await admin.$pool.query('select distinct tenant_id from core.users');
      expect(rows).toHaveLength(2);
      return admin.$pool;
    });
    expect(await codeOf(kept.query('select 1'))).toBe('ADMIN_ACCESS_ENDED');
    const abort = new AbortController();
    const client = fixture.db.forTenant({ tenantId: fixture.tenants[0] }, { signal: abort.signal });
    const running = codeOf(client.$pool.query('select pg_sleep(30)'));
    await sleep(200);
    abort.abort();
    expect(await running).toBe('ABORTED');
    expect(await codeOf(client.$pool.connect())).toBe('ABORTED');
    await a.$transaction(async (tx) => expect((tx as unknown as TenantClient).$pool).toBeUndefined());
  });
});

test('TypedSQL carries the context, alone, in transactions and in arrays', async () => {
  // What `prisma generate --sql` writes for a file of SQL.
  const usersNamed = makeTypedQueryFactory('SELECT tenant_id AS t FROM core.users WHERE name <> $1') as (
    name: string,
  ) => Parameters<TenantClient['$queryRawTyped']>[0];
  for (const [i, client] of [a, b].entries()) {
    const own = new Set([fixture.tenants[i]]);
    const ownersOf = (rows: unknown) => new Set((rows as { t: string }[]).map(({ t }) => t));
    expect(ownersOf(await client.$queryRawTyped(usersNamed('x')))).toEqual(own);
    expect(ownersOf(await client.$transaction((tx) => tx.$queryRawTyped(usersNamed('x'))))).toEqual(own);
    const [rows] = await client.$transaction([client.$queryRawTyped(usersNamed('x')), client.user.count()]);
    expect(ownersOf(rows)).toEqual(own);
  }
});
