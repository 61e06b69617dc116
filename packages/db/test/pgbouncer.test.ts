import { createTestDatabase, type Pooler, startPooler, type TestDatabase } from '@org/db-testing';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createDb, type Db } from '../src/client/create-db.ts';
import type { DbOptions } from '../src/client/options.ts';
import type { TenantClient } from '../src/client/tenant-client.ts';
import { DbError } from '../src/errors/db-error.ts';
import { POOLED, PREPARED, person, RESETTING } from './two-tenants.ts';

// What a PgBouncer in transaction mode changes. It lends a session of the server to many clients, one transaction after
// the other: here all clients of all tenants share the sessions of two, or even one.
describe.runIf(POOLED)('behind PgBouncer', () => {
  const tenants = Array.from(
    { length: 20 },
    (_, i) => `00000000-0000-4000-8000-${String(i).padStart(12, '0')}`,
  );
  const [a, b] = tenants as [string, string];
  let database: TestDatabase;
  let superuser: pg.Client;
  const undo: (() => Promise<unknown>)[] = [];

  beforeAll(async () => {
    database = await createTestDatabase();
    superuser = new pg.Client({ connectionString: database.superuserUrl });
    await superuser.connect();
    await superuser.query(
      `insert into core.tenants (id, slug, name, contact_email, status)
       select id, 'tenant-' || n, 'Tenant', 'a@b.c', 'ACTIVE' from unnest($1::uuid[]) with ordinality as t (id, n)`,
      [tenants],
    );
    await superuser.query(
      `insert into core.users (tenant_id, name, email, password_hash) select id, id::text, id || '@b.c', 'x' from core.tenants`,
    );
  });
  afterAll(async () => {
    await superuser?.end();
    await database?.drop();
  });

  /** A pooler of so many sessions, and services behind it. */
  async function open(sessions: number, options: Partial<DbOptions> = {}, settings = {}) {
    const pooler: Pooler = await startPooler({ settings: { default_pool_size: sessions, ...settings } });
    undo.push(() => pooler.stop());
    const connect = (): Db => {
      const db = createDb({ url: pooler.url(database.directUrl()), preparedStatements: false, ...options });
      undo.push(() => db.close());
      return db;
    };
    return { connect };
  }
  async function closeAll(): Promise<void> {
    for (const step of undo.splice(0).reverse()) await step();
  }

  const owners = async (client: Pick<TenantClient, 'user'>) =>
    [...new Set((await client.user.findMany()).map((row) => row.tenantId))].join();

  test('services of twenty tenants on two sessions see their own rows only', async () => {
    const { connect } = await open(2, { pool: { max: 10 } });
    const services = [connect(), connect()];
    const sessions = new Set<number>();
    const work = async (caller: number) => {
      for (let step = 0; step < 20; step += 1) {
        const tenantId = tenants[(caller * 7 + step * 3) % tenants.length] as string;
        const client = services[caller % 2]?.forTenant({ tenantId }) as TenantClient;
        if (step % 4 === 0) {
          const seen = await client.$transaction(async (tx) => {
            await tx.user.create({ data: person(`${caller}-${step}`) });
            const [row] = await tx.$queryRaw<{ pid: number }[]>`select pg_backend_pid() as pid`;
            sessions.add(row?.pid ?? 0);
            return owners(tx);
          });
          expect(seen).toBe(tenantId);
        } else expect(await owners(client)).toBe(tenantId);
      }
    };
    await Promise.all(Array.from({ length: 20 }, (_, caller) => work(caller)));
    expect(sessions.size).toBe(2);
    const { rows } = await superuser.query(
      `select count(*)::int as n from core.users where name ~ '^\\d+-\\d+$'`,
    );
    expect(rows).toEqual([{ n: 100 }]);
    await closeAll();
  });

  // The client closes its connection, which ends no session here: what raw SQL left is the next one's.
  const TRACES: readonly (readonly [trace: string, statement: string, look: string])[] = [
    [
      'a setting',
      `set work_mem = '65kB'`,
      `select current_setting('work_mem') as found where current_setting('work_mem') = '65kB'`,
    ],
    [
      'a search path',
      'set search_path = pg_temp, core',
      `select 1 as found where current_setting('search_path') like 'pg_temp%'`,
    ],
    ['a channel listened to', 'listen orders', 'select pg_listening_channels() as found'],
    [
      'a prepared statement',
      'prepare kept as select 1',
      'select name as found from pg_prepared_statements where from_sql',
    ],
    [
      'a lock of the session',
      'select pg_advisory_lock(1)::text',
      `select 1 as found from pg_locks where locktype = 'advisory' and pid = pg_backend_pid()`,
    ],
    [
      'a temporary table',
      'create temp table users as select * from core.users',
      `select 1 as found from pg_class where relpersistence = 't' and relname = 'users'`,
    ],
    [
      'a cursor',
      'declare kept cursor with hold for select * from core.users',
      'select name as found from pg_cursors where is_holdable',
    ],
  ];

  test.each([
    ['stays on the session, not the context', {}, TRACES.length],
    ['is gone with server_reset_query_always', RESETTING, 0],
  ])('what raw SQL leaves %s', async (_what, settings, kept) => {
    const { connect } = await open(1, { pool: { max: 1 } }, settings);
    const db = connect();
    const found: string[] = [];
    for (const [trace, statement, look] of TRACES) {
      await db.forTenant({ tenantId: a }).$queryRawUnsafe(statement);
      const next = connect().forTenant({ tenantId: b });
      if ((await next.$queryRawUnsafe<unknown[]>(look)).length > 0) found.push(trace);
      expect(await owners(next)).toBe(b);
    }
    await db.forTenant({ tenantId: a }).$queryRaw`select set_config('app.current_tenant_id', ${a}, false)`;
    expect(await owners(connect().forTenant({ tenantId: b }))).toBe(b);
    expect(found).toHaveLength(kept);
    await closeAll();
  });

  // Before 1.21 (Debian 12 has 1.18) a prepared statement stays on the session on which it was made, unknown to the next.
  test('prepared statements work where it tracks them, else fail by name: never as another tenant’s or another query', async () => {
    const { connect } = await open(2, { preparedStatements: true, pool: { max: 4 } });
    const services = [connect(), connect(), connect()];
    const codes = new Map<string, number>();
    let answers = 0;
    const attempt = async (run: () => Promise<void>) => {
      try {
        await run();
        answers += 1;
      } catch (error) {
        if (!(error instanceof DbError)) throw error;
        codes.set(error.code, (codes.get(error.code) ?? 0) + 1);
      }
    };
    const work = async (caller: number) => {
      for (let step = 0; step < 20; step += 1) {
        const tenantId = tenants[(caller * 7 + step * 3) % tenants.length] as string;
        const client = services[(caller + step) % 3]?.forTenant({ tenantId }) as TenantClient;
        await attempt(async () => expect(await owners(client)).toBe(tenantId));
        await attempt(async () => {
          const row = await client.tenant.findFirst({ select: { id: true } });
          expect(row).toEqual({ id: tenantId });
        });
      }
    };
    await Promise.all(Array.from({ length: 9 }, (_, caller) => work(caller)));
    if (PREPARED) expect(codes).toEqual(new Map());
    else expect([...codes.keys()]).toContain('PREPARED_STATEMENT_LOST');
    expect(answers).toBeGreaterThan(0);
    await closeAll();
  });
});
