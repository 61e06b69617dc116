import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ServerSide, serverSide } from '../../test/server-side.ts';
import { codeOf, createFixture, type Fixture, person } from '../../test/two-tenants.ts';
import type { TenantClient } from './tenant-client.ts';

let fixture: Fixture;
let server: ServerSide;
beforeAll(async () => {
  fixture = await createFixture({ pool: { max: 3 } });
  server = serverSide(fixture);
});
afterAll(() => fixture?.end());

const sleep = (on: Pick<TenantClient, '$queryRawUnsafe'>, seconds: number, label: string) =>
  on.$queryRawUnsafe(`select pg_sleep(${seconds})::text as ${label}`).then((rows) => rows);
const named = (name: string) =>
  fixture.db.forTenant({ tenantId: fixture.tenants[0] }).user.count({ where: { name } });

test('work that has begun is finished, new work is refused', async () => {
  const db = fixture.open();
  const client = db.forTenant({ tenantId: fixture.tenants[0] });
  let proceed = () => {};
  const closing = new Promise<void>((resolve) => {
    proceed = resolve;
  });
  // It ends when it is let go.
  await fixture.superuser.query('select pg_advisory_lock(77)');
  const single = client.$queryRaw`select pg_advisory_xact_lock(77)::text as single_work`.then((rows) => rows);
  const transaction = client.$transaction(async (tx) => {
    await tx.user.create({ data: person('finished-1') });
    await closing;
    await tx.user.create({ data: person('finished-2') });
  });
  const admin = db.asAdmin({ actor: 'a', reason: 'r' }, async (all) => {
    await all.tenant.count();
    await closing;
    return await all.tenant.count();
  });
  await server.untilRunning('as single_work');
  await expect.poll(() => db.pool.total - db.pool.idle).toBe(2);
  const closed = db.close({ timeoutMs: 60_000 });
  expect(await codeOf(client.user.count())).toBe('DATABASE_CLOSED');
  expect(await codeOf(client.$transaction(async () => {}))).toBe('DATABASE_CLOSED');
  expect(await codeOf(db.asAdmin({ actor: 'a', reason: 'r' }, async () => {}))).toBe('DATABASE_CLOSED');
  expect(await db.health()).toMatchObject({ reachable: false, error: { code: 'DATABASE_CLOSED' } });
  proceed();
  await fixture.superuser.query('select pg_advisory_unlock(77)');
  await closed;
  expect(await single).toEqual([{ single_work: '' }]);
  await transaction;
  expect(await admin).toBe(2);
  expect([await named('finished-1'), await named('finished-2')]).toEqual([1, 1]);
  expect(db.pool.total).toBe(0);
});

test('what takes too long is ended on the server', async () => {
  const db = fixture.open();
  const client = db.forTenant({ tenantId: fixture.tenants[0] });
  const single = codeOf(sleep(client, 60, 'too_long'));
  const transaction = codeOf(
    client.$transaction(
      async (tx) => {
        await tx.user.create({ data: person('undone') });
        await sleep(tx, 60, 'too_long_inside');
      },
      { timeout: 60_000 },
    ),
  );
  await server.untilRunning('as too_long_inside');
  await db.close({ timeoutMs: 50 });
  expect(await single).toBe('DATABASE_CLOSED');
  expect(['DATABASE_CLOSED', 'TRANSACTION_EXPIRED']).toContain(await transaction);
  await server.untilEnded('as too_long');
  expect(await named('undone')).toBe(0);
  expect(db.pool.total).toBe(0);
});
