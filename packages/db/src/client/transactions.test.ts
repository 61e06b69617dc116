import { afterAll, beforeAll, expect, test } from 'vitest';
import { codeOf, createFixture, type Fixture, person } from '../../test/two-tenants.ts';
import { withRetry } from '../errors/retry.ts';
import type { TenantClient } from './tenant-client.ts';

let fixture: Fixture;
let client: TenantClient;
let other: TenantClient;
beforeAll(async () => {
  fixture = await createFixture({ pool: { max: 3, connectionTimeoutMs: 2_000 } });
  client = fixture.db.forTenant({ tenantId: fixture.tenants[0] });
  other = fixture.db.forTenant({ tenantId: fixture.tenants[1] });
});
afterAll(() => fixture?.end());

const names = async (prefix: string) =>
  (await client.user.findMany({ where: { name: { startsWith: prefix } }, orderBy: { name: 'asc' } })).map(
    (row) => row.name,
  );

test('what a callback throws undoes the transaction, and is thrown on as it is', async () => {
  const reason = new Error('no');
  const run = client.$transaction(async (tx) => {
    await tx.user.create({ data: person('thrown-1') });
    throw reason;
  });
  await expect(run).rejects.toBe(reason);
  expect(await names('thrown')).toEqual([]);
});

test('an inner transaction is a savepoint: undone alone, with the context still set', async () => {
  const run = client.$transaction(async (tx) => {
    await tx.$transaction((inner) => inner.user.create({ data: person('nested-1') }));
    await tx
      .$transaction(async (inner) => {
        await inner.user.create({ data: person('nested-2') });
        await inner.$executeRaw`select 1 / 0`;
      })
      .catch(() => {});
    await tx.user.create({ data: person('nested-3') });
    return await tx.$queryRaw`select current_setting('app.current_tenant_id') as t`;
  });
  expect(await run).toEqual([{ t: fixture.tenants[0] }]);
  expect(await names('nested')).toEqual(['nested-1', 'nested-3']);
});

test.each(['fails', 'ends'])(
  'an inner transaction cannot commit the outer one, whose callback %s first',
  async (how) => {
    let release = () => {};
    const outerIsOver = new Promise<void>((resolve) => {
      release = resolve;
    });
    let inner: Promise<unknown> | undefined;
    const run = client.$transaction(async (tx) => {
      await tx.user.create({ data: person('outlived-1') });
      await new Promise<void>((started) => {
        const nested = tx.$transaction(async (late) => {
          await late.user.create({ data: person('outlived-2') });
          started();
          await outerIsOver;
        });
        inner = codeOf(nested);
      });
      setImmediate(release);
      if (how === 'fails') throw new Error('undo');
    });
    await expect(run).rejects.toThrow();
    expect(await inner).toBe('TRANSACTION_EXPIRED');
    expect(await names('outlived')).toEqual([]);
  },
);

test('a statement that failed unnoticed makes the commit fail, instead of losing the work in silence', async () => {
  const run = client.$transaction(async (tx) => {
    await tx.user.create({ data: person('silent-1') });
    await tx.$executeRaw`select 1 / 0`.catch(() => {});
  });
  expect(await codeOf(run)).toBe('TRANSACTION_ABORTED');
  expect(await names('silent')).toEqual([]);
});

test('an array is one transaction, and fails as a whole', async () => {
  const user = person('array-1');
  const run = client.$transaction([
    client.user.create({ data: user }),
    client.tenantRole.create({ data: { name: 'array' } }),
    client.tenantRole.create({ data: { name: 'array' } }),
  ]);
  expect(await codeOf(run)).toBe('UNIQUE_VIOLATION');
  expect(await names('array')).toEqual([]);
  expect(await client.$transaction([])).toEqual([]);
});

test('an array within a transaction is part of it', async () => {
  const run = client.$transaction(async (tx) => {
    await tx.$transaction([
      tx.user.create({ data: person('part-1') }),
      client.user.create({ data: person('part-2') }),
    ]);
    throw new Error('undo');
  });
  await expect(run).rejects.toThrow('undo');
  expect(await names('part')).toEqual([]);
});

test('arrays with queries of several clients are refused before anything is sent', async () => {
  const mixed = [
    client.user.create({ data: person('mixed-1') }),
    other.user.create({ data: person('mixed-2') }),
  ];
  expect(await codeOf(client.$transaction(mixed))).toBe('MIXED_CONTEXTS');
  expect(await codeOf(client.$transaction([Promise.resolve(1) as never]))).toBe('MIXED_CONTEXTS');
  expect(await codeOf(client.$transaction((tx) => tx.$transaction([other.user.count()])))).toBe(
    'MIXED_CONTEXTS',
  );
  expect(await codeOf(client.$transaction((tx) => client.$transaction([tx.user.count()])))).toBe(
    'MIXED_CONTEXTS',
  );
  const twin = fixture.db.forTenant({ tenantId: fixture.tenants[0], userId: fixture.tenants[0] });
  expect(await codeOf(client.$transaction([client.user.count(), twin.user.count()]))).toBe('MIXED_CONTEXTS');
  const rows = await fixture.superuser.query(`select from core.users where name like 'mixed-%'`);
  expect(rows.rowCount).toBe(0);
});

test('one options object may serve many transactions, nested ones and such at the same time', async () => {
  const options = { isolationLevel: 'Serializable', timeout: 20_000 } as const;
  let inside = 0;
  const both = Promise.withResolvers<void>();
  const backends = () =>
    client.$transaction(async (tx) => {
      const [outer] = await tx.$queryRaw<{ pid: number; level: string }[]>`
        select pg_backend_pid() as pid, current_setting('transaction_isolation') as level`;
      const [inner] = await tx.$transaction(
        (nested) => nested.$queryRaw<{ pid: number }[]>`select pg_backend_pid() as pid`,
      );
      expect(inner?.pid).toBe(outer?.pid);
      // Neither ends before the other has begun.
      inside += 1;
      if (inside === 2) both.resolve();
      await both.promise;
      return outer;
    }, options);
  const [one, two] = await Promise.all([backends(), backends()]);
  expect([one?.level, two?.level]).toEqual(['serializable', 'serializable']);
  expect(one?.pid).not.toBe(two?.pid);
  expect(options).toEqual({ isolationLevel: 'Serializable', timeout: 20_000 });
});

test('conflicts of serializable transactions are told, and cured by running again', async () => {
  const counter = await client.tenantRole.create({ data: { name: 'counter', description: '0' } });
  const where = { tenantId_id: { tenantId: counter.tenantId, id: counter.id } };
  let readers = 0;
  let release = () => {};
  const bothHaveRead = new Promise<void>((resolve) => {
    release = resolve;
  });
  const conflicts: string[] = [];
  const add = () =>
    withRetry(
      () =>
        client.$transaction(
          async (tx) => {
            const row = await tx.tenantRole.findUniqueOrThrow({ where });
            readers += 1;
            if (readers >= 2) release();
            await bothHaveRead;
            await tx.tenantRole.update({ where, data: { description: String(Number(row.description) + 1) } });
          },
          { isolationLevel: 'Serializable' },
        ),
      { attempts: 20, onRetry: (error) => conflicts.push(error.code) },
    );
  await Promise.all([add(), add()]);
  expect(conflicts).toContain('SERIALIZATION_FAILURE');
  expect(await client.tenantRole.findUniqueOrThrow({ where })).toMatchObject({ description: '2' });
});

test('a transaction that takes too long is rolled back, and its late queries are refused', async () => {
  const run = client.$transaction(
    async (tx) => {
      await tx.user.create({ data: person('late-1') });
      await tx.$executeRaw`select pg_sleep(0.3)`;
      await tx.user.create({ data: person('late-2') });
    },
    { timeout: 100 },
  );
  expect(await codeOf(run)).toBe('TRANSACTION_EXPIRED');
  expect(await names('late')).toEqual([]);
});

test('queries sent together with the end of their transaction never run outside of it', async () => {
  await client
    .$transaction(
      async (tx) => {
        await Promise.all([
          tx.$executeRaw`select pg_sleep(0.2)`,
          tx.user.create({ data: { ...person('behind-1'), roles: { create: [] } } }),
          tx.user.create({ data: person('behind-2') }),
        ]);
        await tx.user.create({ data: person('behind-3') });
      },
      { timeout: 50 },
    )
    .catch(() => {});
  expect(await names('behind')).toEqual([]);
});

test('raw SQL that ends the transaction ends the work in it', async () => {
  const run = client.$transaction(async (tx) => {
    await tx.$executeRawUnsafe('/* out of turn */ commit');
    await tx.user.create({ data: person('escaped-1') });
  });
  expect(await codeOf(run)).toBe('TRANSACTION_EXPIRED');
  expect(await names('escaped')).toEqual([]);
});

test('who waits too long for a connection is told so', async () => {
  const db = fixture.open({ pool: { max: 1, connectionTimeoutMs: 2_000 } });
  const tenant = db.forTenant({ tenantId: fixture.tenants[0] });
  await tenant.$transaction(async () => {
    expect(await codeOf(tenant.user.count())).toBe('POOL_TIMEOUT');
    expect(await codeOf(tenant.$transaction((tx) => tx.user.count(), { maxWait: 50 }))).toBe('POOL_TIMEOUT');
  });
  expect(await tenant.user.count({ where: { name: 'nobody' } })).toBe(0);
});
