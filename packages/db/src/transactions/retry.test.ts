import { afterAll, beforeAll, expect, test } from 'vitest';
import { codeOf, createFixture, type Fixture, person } from '../../test/two-tenants.ts';
import type { TenantClient, TenantTransaction } from '../client/tenant-client.ts';
import { ISOLATION_LEVELS, type TransactionOptions } from './options.ts';

let fixture: Fixture;
let client: TenantClient;
beforeAll(async () => {
  fixture = await createFixture({ pool: { max: 4 } });
  client = fixture.db.forTenant({ tenantId: fixture.tenants[0] });
});
afterAll(() => fixture?.end());

const levelOf = async (tx: Pick<TenantTransaction, '$queryRaw'>) =>
  (await tx.$queryRaw<{ level: string }[]>`select current_setting('transaction_isolation') as level`)[0]
    ?.level;

test('every isolation level is the one that the server uses, for callbacks and arrays', async () => {
  const levels = ['read uncommitted', 'read committed', 'repeatable read', 'serializable'];
  for (const [index, isolationLevel] of ISOLATION_LEVELS.entries()) {
    expect(await client.$transaction(levelOf, { isolationLevel })).toBe(levels[index]);
    const queries = [client.$queryRaw`select current_setting('transaction_isolation') as level`];
    expect(await client.$transaction(queries, { isolationLevel })).toEqual([[{ level: levels[index] }]]);
  }
  expect(await client.$transaction(levelOf)).toBe('read committed');
});

test('a repeatable read sees one state, a read committed the next one', async () => {
  const count = (tx: TenantTransaction) => tx.user.count({ where: { name: { startsWith: 'seen' } } });
  const seen = (options: TransactionOptions, name: string) =>
    client.$transaction(async (tx) => {
      const before = await count(tx);
      await client.user.create({ data: person(name) });
      return (await count(tx)) - before;
    }, options);
  expect(await seen({ isolationLevel: 'RepeatableRead' }, 'seen-1')).toBe(0);
  expect(await seen({ isolationLevel: 'ReadCommitted' }, 'seen-2')).toBe(1);
});

/** Two transactions that read what the other one writes, together for the first time. */
async function conflict(
  options: TransactionOptions,
): Promise<{ codes: unknown[]; runs: number; sum: number }> {
  const rows = await Promise.all(
    [0, 1].map(() => client.tenantRole.create({ data: { name: crypto.randomUUID(), description: '0' } })),
  );
  const where = { id: { in: rows.map((row) => row.id) } };
  let runs = 0;
  let together = () => {};
  const bothHaveRead = new Promise<void>((resolve) => {
    together = resolve;
  });
  const add = (index: number) =>
    client.$transaction(async (tx) => {
      const all = await tx.tenantRole.findMany({ where });
      runs += 1;
      if (runs >= 2) together();
      await bothHaveRead;
      const sum = all.reduce((total, row) => total + Number(row.description), 1);
      await tx.tenantRole.updateMany({
        where: { id: rows[index]?.id ?? '' },
        data: { description: String(sum) },
      });
    }, options);
  const codes = await Promise.all([codeOf(add(0)), codeOf(add(1))]);
  const after = await client.tenantRole.findMany({ where });
  return { codes, runs, sum: after.reduce((total, row) => total + Number(row.description), 0) };
}

test('a conflict is told; with `retry` it is cured, as if one had run after the other', async () => {
  const told = await conflict({ isolationLevel: 'Serializable' });
  expect(told.codes).toContain('SERIALIZATION_FAILURE');
  expect(told.runs).toBe(2);

  const retried: number[] = [];
  const cured = await conflict({
    isolationLevel: 'Serializable',
    retry: { attempts: 10, baseDelayMs: 5, onRetry: (_error, attempt) => retried.push(attempt) },
  });
  expect(cured).toMatchObject({ codes: [undefined, undefined], sum: 3 });
  expect(cured.runs).toBe(2 + retried.length);
  expect(retried.length).toBeGreaterThan(0);
});

test('a deadlock is cured as well', async () => {
  const rows = await Promise.all(
    ['left', 'right'].map((name) => client.tenantRole.create({ data: { name, description: '' } })),
  );
  let waiting = 0;
  const lock = (order: readonly number[]) =>
    client.$transaction(
      async (tx) => {
        for (const index of order) {
          await tx.$executeRaw`update core.tenant_roles set description = description || 'x'
            where id = ${rows[index]?.id}::uuid`;
          waiting += 1;
          for (let i = 0; waiting < 2 && i < 200; i += 1) await tx.$queryRaw`select pg_sleep(0.01)::text`;
        }
      },
      { retry: true, timeout: 20_000 },
    );
  await Promise.all([lock([0, 1]), lock([1, 0])]);
  const after = await client.tenantRole.findMany({ where: { name: { in: ['left', 'right'] } } });
  expect(after.map((row) => row.description)).toEqual(['xx', 'xx']);
});

test('no other failure is repeated, and attempts have an end', async () => {
  let runs = 0;
  const failing = (sqlState: string, retry: TransactionOptions['retry']) => {
    runs = 0;
    return codeOf(
      client.$transaction(
        async (tx) => {
          runs += 1;
          await tx.user.create({ data: person('repeated') });
          await tx.$executeRawUnsafe(`do $$ begin raise exception using errcode = '${sqlState}'; end $$`);
        },
        retry === undefined ? {} : { retry },
      ),
    );
  };
  expect([await failing('40001', { attempts: 3, baseDelayMs: 1 }), runs]).toEqual([
    'SERIALIZATION_FAILURE',
    3,
  ]);
  expect([await failing('40001', false), runs]).toEqual(['SERIALIZATION_FAILURE', 1]);
  expect([await failing('23514', true), runs]).toEqual(['CHECK_VIOLATION', 1]);
  expect(await client.user.count({ where: { name: 'repeated' } })).toBe(0);
});

test('an array may be repeated too', async () => {
  await fixture.superuser.query(
    'create sequence public.tries; grant usage on sequence public.tries to public',
  );
  const queries = [
    client.user.create({ data: person('array-again') }),
    client.$queryRaw`select case when nextval('public.tries') < 3
      then (select core.fail_once())::text else 'done' end as outcome`,
  ];
  await fixture.superuser.query(`create function core.fail_once() returns text language plpgsql as $$
    begin raise exception using errcode = '40001'; end $$`);
  const [user, outcome] = await client.$transaction(queries, { retry: { baseDelayMs: 1 } });
  expect(user).toMatchObject({ name: 'array-again' });
  expect(outcome).toEqual([{ outcome: 'done' }]);
  expect(await client.user.count({ where: { name: 'array-again' } })).toBe(1);
});

test('a savepoint has no options of its own, and wrong ones are named', async () => {
  const nested = client.$transaction((tx) =>
    (tx.$transaction as TenantClient['$transaction'])(async () => {}, { isolationLevel: 'Serializable' }),
  );
  await expect(nested).rejects.toMatchObject({
    code: 'OPTIONS_INVALID',
    message: expect.stringContaining('isolationLevel'),
  });
  for (const options of [
    { isolationLevel: 'Snapshot' },
    { timeout: 0 },
    { maxWait: 1.5 },
    { retry: 3 },
    { signal: {} },
    { newTxId: 'x' },
  ]) {
    const refused = client.$transaction(async () => {}, options as never);
    await expect(refused).rejects.toMatchObject({
      code: 'OPTIONS_INVALID',
      message: expect.stringContaining(`${Object.keys(options)[0]}: `),
    });
  }
  const { signal } = new AbortController();
  expect(await codeOf(client.$transaction([client.user.count()], { signal } as never))).toBe(
    'OPTIONS_INVALID',
  );
});
