import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ServerSide, serverSide } from '../../test/server-side.ts';
import { codeOf, createFixture, type Fixture, person } from '../../test/two-tenants.ts';
import type { TenantClient, TenantTransaction } from '../client/tenant-client.ts';

let fixture: Fixture;
let server: ServerSide;
let client: TenantClient;
beforeAll(async () => {
  fixture = await createFixture({ pool: { max: 2 } });
  server = serverSide(fixture);
  client = fixture.db.forTenant({ tenantId: fixture.tenants[0] });
});
afterAll(() => fixture?.end());

/** A statement that would run for a minute, known by its label. */
const sleep = (on: Pick<TenantClient, '$queryRawUnsafe'>, label: string) =>
  on.$queryRawUnsafe(`select pg_sleep(60)::text as ${label}`);
const abortable = (controller: AbortController) =>
  fixture.db.forTenant({ tenantId: fixture.tenants[0] }, { signal: controller.signal });
const named = (name: string) => client.user.count({ where: { name } });

/** All connections of the pool, at once, serve statements outside of any transaction. */
async function expectHealthyPool(): Promise<void> {
  await server.untilNoneInTransaction();
  const probes = await Promise.all(
    [1, 2].map(
      () =>
        client.$queryRaw<{ open: boolean }[]>`select pg_current_xact_id_if_assigned() is not null as open`,
    ),
  );
  expect(probes).toEqual([[{ open: false }], [{ open: false }]]);
  expect(fixture.db.pool).toMatchObject({ waiting: 0, total: fixture.db.pool.idle });
}

describe('a signal of forTenant', () => {
  test('cancels the running statement on the server', async () => {
    const controller = new AbortController();
    const run = codeOf(sleep(abortable(controller), 'single'));
    await server.untilRunning('as single');
    controller.abort();
    expect(await run).toBe('ABORTED');
    await server.untilEnded('as single');
    await expectHealthyPool();
  });

  test('refuses what comes later, and leaves what had ended', async () => {
    const controller = new AbortController();
    const tenant = abortable(controller);
    await tenant.user.create({ data: person('before') });
    controller.abort();
    expect(await codeOf(tenant.user.create({ data: person('after') }))).toBe('ABORTED');
    expect(await codeOf(tenant.$transaction(async () => {}))).toBe('ABORTED');
    expect(await codeOf(tenant.$transaction([tenant.user.create({ data: person('after') })]))).toBe(
      'ABORTED',
    );
    expect([await named('before'), await named('after')]).toEqual([1, 0]);
  });

  test('gives up waiting for a connection, which is not lost', async () => {
    const controller = new AbortController();
    const db = fixture.open({ pool: { max: 1 } });
    const tenant = db.forTenant({ tenantId: fixture.tenants[0] });
    await tenant.$transaction(async () => {
      const waiting = codeOf(
        db.forTenant({ tenantId: fixture.tenants[0] }, { signal: controller.signal }).user.count(),
      );
      await expect.poll(() => db.pool.waiting).toBe(1);
      controller.abort();
      expect(await waiting).toBe('ABORTED');
    });
    expect(await tenant.user.count({ where: { name: 'nobody' } })).toBe(0);
    expect(db.pool).toMatchObject({ total: 1, idle: 1, waiting: 0 });
  });

  test('ends an array, of which nothing stays', async () => {
    const controller = new AbortController();
    const tenant = abortable(controller);
    const run = codeOf(
      tenant.$transaction([tenant.user.create({ data: person('array') }), sleep(tenant, 'array')]),
    );
    await server.untilRunning('as array');
    controller.abort();
    expect(await run).toBe('ABORTED');
    expect(await named('array')).toBe(0);
    await expectHealthyPool();
  });

  test('is not heard by another client of the same tenant', async () => {
    const controller = new AbortController();
    const aborted = codeOf(sleep(abortable(controller), 'mine'));
    await server.untilRunning('as mine');
    const other = client.$queryRaw`select pg_sleep(0.2)::text as other`;
    controller.abort();
    expect(await other).toEqual([{ other: '' }]);
    expect(await aborted).toBe('ABORTED');
  });
});

describe.each(['of the transaction', 'of forTenant'])('a signal %s', (whose) => {
  const begin = (
    controller: AbortController,
    work: (tx: TenantTransaction) => Promise<unknown>,
    more = {},
  ): Promise<unknown> =>
    whose === 'of forTenant'
      ? abortable(controller).$transaction(work, more)
      : client.$transaction(work, { signal: controller.signal, ...more });

  test('rolls back, with the statement that runs', async () => {
    const controller = new AbortController();
    const run = codeOf(
      begin(controller, async (tx) => {
        await tx.user.create({ data: person('rolled-back') });
        await sleep(tx, 'inside');
      }),
    );
    await server.untilRunning('as inside');
    controller.abort();
    expect(await run).toBe('ABORTED');
    await server.untilEnded('as inside');
    expect(await named('rolled-back')).toBe(0);
    await expectHealthyPool();
  });

  test('ends a transaction that is waiting for something else', async () => {
    const controller = new AbortController();
    let late: Promise<unknown> | undefined;
    const run = codeOf(
      begin(controller, async (tx) => {
        await tx.user.create({ data: person('idle') });
        setImmediate(() => controller.abort());
        await new Promise((resolve) => setTimeout(resolve, 100));
        late = codeOf(tx.user.create({ data: person('idle-late') }));
        await late;
      }),
    );
    expect(await run).toBe('ABORTED');
    await expect.poll(() => late).toBeDefined();
    expect(['TRANSACTION_EXPIRED', 'ABORTED']).toContain(await late);
    expect(await client.user.count({ where: { name: { startsWith: 'idle' } } })).toBe(0);
    await expectHealthyPool();
  });

  test('ends one that still waits for its connection, and one that is to run again', async () => {
    const controller = new AbortController();
    const ran: string[] = [];
    const blockers = [1, 2].map(() =>
      client.$transaction((tx) => tx.$queryRaw`select pg_sleep(0.5)::text as hold`),
    );
    await expect.poll(() => server.running('as hold')).toHaveLength(2);
    const run = codeOf(begin(controller, async () => ran.push('ran')));
    controller.abort();
    expect(await run).toBe('ABORTED');
    await Promise.all(blockers);
    expect(ran).toEqual([]);

    const second = new AbortController();
    const conflict = begin(
      second,
      (tx) => tx.$executeRaw`do $$ begin raise exception using errcode = '40001'; end $$`,
      {
        retry: { baseDelayMs: 60_000, maxDelayMs: 60_000, onRetry: () => setImmediate(() => second.abort()) },
      },
    );
    expect(await codeOf(conflict)).toBe('ABORTED');
    await expectHealthyPool();
  });
});

describe('a time-out', () => {
  test('ends the statement that runs, on the server, and says so', async () => {
    const run = codeOf(
      client.$transaction(
        async (tx) => {
          await tx.user.create({ data: person('expired') });
          await sleep(tx, 'expired');
        },
        { timeout: 200 },
      ),
    );
    await server.untilRunning('as expired');
    expect(await run).toBe('TRANSACTION_EXPIRED');
    await server.untilEnded('as expired');
    expect(await named('expired')).toBe(0);
    await expectHealthyPool();
  });

  test('of one client limits its statements, and no other’s', async () => {
    const limited = fixture.db.forTenant({ tenantId: fixture.tenants[0] }, { statementTimeoutMs: 100 });
    expect(await codeOf(sleep(limited, 'limited'))).toBe('STATEMENT_TIMEOUT');
    expect(await codeOf(limited.$transaction((tx) => sleep(tx, 'limited')))).toBe('STATEMENT_TIMEOUT');
    expect(await client.$queryRaw`select current_setting('statement_timeout') as t`).toEqual([{ t: '0' }]);
    expect(await limited.$queryRaw`select current_setting('statement_timeout') as t`).toEqual([
      { t: '100ms' },
    ]);
  });
});

test('options that mean nothing are refused by name', () => {
  const context = { tenantId: fixture.tenants[0] };
  for (const options of [{ signal: {} }, { statementTimeoutMs: -1 }, { timeout: 5 }]) {
    const name = Object.keys(options)[0] as string;
    expect(() => fixture.db.forTenant(context, options as never)).toThrow(
      expect.objectContaining({ code: 'OPTIONS_INVALID', message: expect.stringContaining(`${name}: `) }),
    );
  }
});
