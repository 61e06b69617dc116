import { inspect } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { codeOf, createFixture, type Fixture, person } from '../../test/two-tenants.ts';
import { createDb } from './create-db.ts';
import type { TenantClient } from './tenant-client.ts';

let fixture: Fixture;
beforeAll(async () => {
  fixture = await createFixture({ pool: { max: 2 } });
});
afterAll(() => fixture?.end());

describe('the client of a tenant', () => {
  test('cannot connect, disconnect or listen, nor be changed', () => {
    const client = fixture.db.forTenant({ tenantId: fixture.tenants[0] });
    for (const name of ['$connect', '$disconnect', '$on']) expect(Reflect.get(client, name)).toBeUndefined();
    expect(() => Object.assign(client, { $queryRaw: () => {} })).toThrow(TypeError);
    expect(() => Object.assign(client.user, { findMany: () => {} })).toThrow(TypeError);
    expect(inspect(client)).toBe('TenantClient {}');
    expect(Object.keys(client)).toContain('user');
  });

  test('refuses a context that is not valid', () => {
    expect(() => fixture.db.forTenant({ tenantId: '' })).toThrow(
      expect.objectContaining({ code: 'TENANT_CONTEXT_INVALID', status: 400 }),
    );
  });
});

describe('resolveTenant', () => {
  test('finds a tenant without a context, and says whether it may be used', async () => {
    expect(await fixture.db.resolveTenant('tenant-0')).toEqual({
      id: fixture.tenants[0],
      slug: 'tenant-0',
      name: 'tenant-0',
      status: 'ACTIVE',
      usable: true,
    });
    await fixture.superuser.query(`insert into core.tenants (slug, name, contact_email, status)
      values ('asleep', 'a', 'a@b.c', 'SUSPENDED'), ('gone', 'g', 'a@b.c', 'ARCHIVED')`);
    expect(await fixture.db.resolveTenant('asleep')).toMatchObject({ status: 'SUSPENDED', usable: false });
    expect(await codeOf(fixture.db.resolveTenant('gone'))).toBe('TENANT_UNKNOWN');
    expect(await codeOf(fixture.db.resolveTenant('nobody'))).toBe('TENANT_UNKNOWN');
  });
});

describe('asAdmin', () => {
  test('sees all tenants, and is written down first', async () => {
    const access = { actor: 'ops@example.com', reason: 'count tenants' };
    const found = await fixture.db.asAdmin(access, async (client) => ({
      tenants: await client.tenant.count({ where: { id: { in: [...fixture.tenants] } } }),
      role: await client.$queryRaw`select current_setting('app.current_tenant_id') as tenant`,
      accesses: await client.adminAccess.findMany({ select: { actor: true, reason: true } }),
    }));
    expect(found).toEqual({ tenants: 2, role: [{ tenant: '' }], accesses: [access] });
  });

  test('what it changes is in the tenant’s audit, under the access that it was done with', async () => {
    const [tenantId] = fixture.tenants;
    const user = await fixture.db.forTenant({ tenantId }).user.create({ data: person('audited') });
    await fixture.db.asAdmin({ actor: 'ops', reason: 'rename audited' }, (admin) =>
      admin.user.updateMany({ where: { id: user.id }, data: { name: 'renamed' } }),
    );
    const { rows } = await fixture.superuser.query(
      `select a.actor, l.tenant_id from core.audit_logs l
       join core.admin_accesses a on l.request_id = 'admin:' || a.id where l.entity_id = $1 and l.action = 'update'`,
      [user.id],
    );
    expect(rows).toEqual([{ actor: 'ops', tenant_id: tenantId }]);
  });

  test('is another login, which no connection of a tenant can become, nor its transactions hold', async () => {
    const tenant = fixture.db.forTenant({ tenantId: fixture.tenants[0] });
    const who = (client: Pick<TenantClient, '$queryRaw'>) => client.$queryRaw<
      { login: string; admin: boolean }[]
    >`
      select session_user::text as login, pg_has_role(session_user, 'org_admin', 'member') as admin`;
    const [mine] = await who(tenant);
    await fixture.db.asAdmin({ actor: 'a', reason: 'r' }, async (admin) => {
      const [theirs] = await who(admin);
      expect([mine?.admin, theirs?.admin]).toEqual([false, true]);
      expect(theirs?.login).not.toBe(mine?.login);
      expect(await codeOf(tenant.$transaction([admin.user.count()]))).toBe('MIXED_CONTEXTS');
      expect(await codeOf(admin.$transaction([tenant.user.count()]))).toBe('MIXED_CONTEXTS');
    });
    for (const sql of [
      'set role org_admin',
      'set session authorization org_admin',
      'table core.admin_accesses',
    ]) {
      expect(await codeOf(tenant.$executeRawUnsafe(sql))).toBe('PERMISSION_DENIED');
    }
  });

  test('can be cancelled, and limited', async () => {
    const access = { actor: 'a', reason: 'r' };
    const sleep = (admin: TenantClient) => admin.$queryRaw`select pg_sleep(60)::text`;
    expect(await codeOf(fixture.db.asAdmin(access, sleep, { statementTimeoutMs: 50 }))).toBe(
      'STATEMENT_TIMEOUT',
    );
    const signal = AbortSignal.timeout(200);
    expect(await codeOf(fixture.db.asAdmin(access, sleep, { signal }))).toBe('ABORTED');
  });

  test('keeps the entry when the work fails', async () => {
    const failure = new Error('failed');
    const run = fixture.db.asAdmin({ actor: 'a', reason: 'doomed' }, () => Promise.reject(failure));
    await expect(run).rejects.toBe(failure);
    const entries = await fixture.superuser.query(`select from core.admin_accesses where reason = 'doomed'`);
    expect(entries.rowCount).toBe(1);
  });

  test('does not run without a reason, without an address, or after its end', async () => {
    const never = () => Promise.reject(new Error('ran'));
    expect(await codeOf(fixture.db.asAdmin({ actor: 'a', reason: ' ' }, never))).toBe('OPTIONS_INVALID');
    const services = createDb({ url: fixture.database.url('app') });
    expect(await codeOf(services.asAdmin({ actor: 'a', reason: 'r' }, never))).toBe('ADMIN_UNAVAILABLE');
    await services.close();
    const kept = await fixture.db.asAdmin({ actor: 'a', reason: 'r' }, (client) =>
      Promise.resolve({ client }),
    );
    expect(await codeOf(kept.client.tenant.count())).toBe('ADMIN_ACCESS_ENDED');
  });
});

describe('health', () => {
  test('tells what was migrated', async () => {
    const health = await fixture.db.health();
    expect(health).toMatchObject({ reachable: true, pool: { max: 2, waiting: 0 } });
    expect(health.migrations?.applied).toBeGreaterThan(0);
    expect(health.migrations?.latest).toMatch(/^\d{14}_/);
  });

  test('does not throw when the database is away', async () => {
    const db = fixture.open({ url: 'postgresql://app@127.0.0.1:1/none' });
    expect(await db.health()).toMatchObject({ reachable: false, error: { code: 'DATABASE_UNREACHABLE' } });
  });
});

describe('close', () => {
  test('rolls back what is open, leaves no connection, and may be called again', async () => {
    const db = fixture.open();
    const client = db.forTenant({ tenantId: fixture.tenants[0] });
    let closed: Promise<void> | undefined;
    const run = client.$transaction(async (tx) => {
      await tx.user.create({ data: person('closed') });
      closed = db.close({ timeoutMs: 0 });
      await closed;
    });
    expect(await codeOf(run)).toBe('TRANSACTION_EXPIRED');
    await db.close();
    expect(db.pool.total).toBe(0);
    expect(await codeOf(client.user.count())).toBe('DATABASE_CLOSED');
    const rows = await fixture.superuser.query(`select from core.users where name = 'closed'`);
    expect(rows.rowCount).toBe(0);
  });
});

test('options are checked, and not repeated in the message', () => {
  const wrong = { url: 'mysql://user:hunter2@host/db', cursorSecret: 'short', pool: { max: 0 } };
  const error = (() => {
    try {
      return createDb(wrong);
    } catch (reason) {
      return reason;
    }
  })();
  expect(error).toMatchObject({ code: 'OPTIONS_INVALID' });
  expect(String(error)).toMatch(/url: .*pool\.max: .*cursorSecret: /);
  expect(String(error)).not.toContain('hunter2');
});

test('every option is checked', () => {
  const url = 'postgresql://app@localhost/db';
  const report = () => {};
  for (const [path, wrong] of [
    ['replicas.urls', { replicas: { urls: [] } }],
    ['replicas.checkIntervalMs', { replicas: { urls: [url], maxLagMs: 100 } }],
    ['tracer', { tracer: { startSpan() {} } }],
    ['metrics', { metrics: {} }],
    ['slowStatements.thresholdMs', { slowStatements: { thresholdMs: -1, report } }],
    ['slowStatements.report', { slowStatements: { thresholdMs: 1 } }],
    ['manyOperations.limit', { manyOperations: { limit: 0, report } }],
  ] as const) {
    expect(() => createDb({ url, ...(wrong as object) })).toThrow(
      expect.objectContaining({ code: 'OPTIONS_INVALID', message: expect.stringContaining(`${path}`) }),
    );
  }
});
