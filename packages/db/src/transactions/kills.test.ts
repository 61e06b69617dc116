import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ServerSide, serverSide } from '../../test/server-side.ts';
import { codeOf, createFixture, type Fixture } from '../../test/two-tenants.ts';
import type { TenantClient, TenantTransaction } from '../client/tenant-client.ts';

// One connection for all: whatever a transaction leaves on it, the next query would find.
let fixture: Fixture;
let server: ServerSide;
let client: TenantClient;
beforeAll(async () => {
  fixture = await createFixture({ pool: { max: 1 } });
  server = serverSide(fixture);
  client = fixture.db.forTenant({ tenantId: fixture.tenants[0] });
  await fixture.superuser.query(`
    create function core.sleep_at_commit() returns trigger language plpgsql as $$
      begin perform pg_sleep(60); return null; end $$;
    create constraint trigger sleep_at_commit after insert on core.tenant_roles deferrable initially deferred
      for each row when (new.description = 'commits slowly') execute function core.sleep_at_commit()`);
});
afterAll(() => fixture?.end());

const state = async () => {
  const [row] = await client.$queryRaw<{ pid: number; open: boolean; tenant: string }[]>`
    select pg_backend_pid() as pid, pg_current_xact_id_if_assigned() is not null as open,
      current_setting('app.current_tenant_id') as tenant`;
  return row;
};

const STEPS = [
  'before the first statement',
  'after a statement',
  'while a statement runs',
  'inside of a savepoint',
  'while a statement of a savepoint runs',
  'after a savepoint was undone',
  'before the commit',
  'during the commit',
] as const;
type Step = (typeof STEPS)[number];

/** A transaction that reaches every step, and calls `end` at one of them. */
async function runTo(
  wanted: Step,
  end: () => Promise<void>,
  options: { signal?: AbortSignal },
): Promise<unknown> {
  const at = async (step: Step) => {
    if (step === wanted) await end();
  };
  const sleep = async (on: Pick<TenantTransaction, '$queryRawUnsafe'>, step: Step) => {
    if (step !== wanted) return;
    const running = on.$queryRawUnsafe('select pg_sleep(60)::text as asleep').then(() => {});
    await Promise.all([running, server.untilRunning('as asleep').then(end)]);
  };
  const add = (on: Pick<TenantTransaction, 'tenantRole'>, name: string, description = '') =>
    on.tenantRole.create({ data: { name, description } });
  if (wanted === 'during the commit') void server.untilRunning('COMMIT').then(end);
  return await client.$transaction(
    async (tx) => {
      await at('before the first statement');
      await add(tx, 'first', wanted === 'during the commit' ? 'commits slowly' : '');
      await at('after a statement');
      await sleep(tx, 'while a statement runs');
      await tx
        .$transaction(async (inner) => {
          await add(inner, 'inner');
          await at('inside of a savepoint');
          await sleep(inner, 'while a statement of a savepoint runs');
          await add(inner, 'inner');
        })
        .catch((error: { code?: string }) => {
          if (error.code !== 'UNIQUE_VIOLATION') throw error;
        });
      await at('after a savepoint was undone');
      await add(tx, 'last');
      await at('before the commit');
    },
    { timeout: 60_000, ...options },
  );
}

async function expectNothingLeft(): Promise<void> {
  await server.untilNoneInTransaction();
  expect(await state()).toMatchObject({ open: false, tenant: fixture.tenants[0] });
  expect(await client.tenantRole.findMany()).toEqual([]);
  expect(fixture.db.pool).toMatchObject({ total: 1, idle: 1, waiting: 0 });
}

test.each(STEPS)(
  'killed %s: the caller is told, nothing stays, the next one gets a clean connection',
  async (step) => {
    const { pid = 0 } = (await state()) ?? {};
    expect(await codeOf(runTo(step, () => server.kill(pid), {}))).toBe('DATABASE_UNREACHABLE');
    await expectNothingLeft();
    expect((await state())?.pid).not.toBe(pid);
  },
);

test.each(STEPS.filter((step) => step !== 'during the commit'))('aborted %s: the same', async (step) => {
  const controller = new AbortController();
  const run = runTo(step, async () => controller.abort(), { signal: controller.signal });
  expect(await codeOf(run)).toBe('ABORTED');
  await server.untilEnded('as asleep');
  await expectNothingLeft();
});

test('undisturbed, it keeps what was not undone', async () => {
  await runTo('before the commit', async () => {}, {});
  const roles = await client.tenantRole.findMany({ orderBy: { name: 'asc' } });
  expect(roles.map((role) => role.name)).toEqual(['first', 'last']);
});
