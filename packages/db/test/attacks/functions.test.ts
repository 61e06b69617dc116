import { describe, expect, test } from 'vitest';
import { attempt, expectNothingLearned, sql, useAttack } from './attack-fixture.ts';

// The functions that run with the owner's rights. A new one must be added here, with its attacks.
const attack = useAttack();

test('these are all of them', async () => {
  const { rows } = await attack().superuser.query(
    `select p.oid::regprocedure::text as name, has_function_privilege('org_app', p.oid, 'execute') as services,
       has_function_privilege('org_worker', p.oid, 'execute') as worker, p.proconfig::text like '{"search_path=pg_catalog, pg_temp"%' as pinned
     from pg_proc p where p.prosecdef and p.pronamespace::regnamespace::text !~ '^(pg_|information_schema)' order by 1`,
  );
  expect(rows).toEqual([
    { name: 'core.active_tenant_ids()', services: false, worker: true, pinned: true },
    { name: 'core.applied_migrations()', services: true, worker: true, pinned: true },
    {
      name: 'core.count_login(bytea,integer,double precision)',
      services: true,
      worker: true,
      pinned: true,
    },
    { name: 'core.ensure_audit_partitions(integer)', services: false, worker: true, pinned: true },
    { name: 'core.prune_login_rates()', services: false, worker: true, pinned: true },
    { name: 'core.prune_webhooks(integer,integer)', services: false, worker: true, pinned: true },
    { name: 'core.resolve_tenant(text)', services: true, worker: true, pinned: true },
    { name: 'core.tenants_with_due_webhooks()', services: false, worker: true, pinned: true },
    { name: 'core.write_audit()', services: false, worker: false, pinned: true },
    {
      name: 'workforce.agents_near(double precision,double precision,double precision)',
      services: true,
      worker: true,
      pinned: true,
    },
    {
      name: 'workforce.ensure_location_partitions(integer)',
      services: false,
      worker: true,
      pinned: true,
    },
    { name: 'workforce.prune_changes(integer,integer)', services: false, worker: true, pinned: true },
    {
      name: 'workforce.retire_location_partitions(integer,integer)',
      services: false,
      worker: true,
      pinned: true,
    },
    {
      name: 'workforce.sites_near(double precision,double precision,double precision)',
      services: true,
      worker: true,
      pinned: true,
    },
  ]);
});

describe('core.resolve_tenant', () => {
  test.each([
    null,
    '',
    '%',
    '_',
    '*',
    'tenant-',
    'tenant-1 ',
    `' or true --`,
    'tenant-1\n',
    'ｔenant-1',
    'x'.repeat(100_000),
  ])('%j names no tenant', async (slug) => {
    expect(await sql(attack().client, 'select * from core.resolve_tenant($1::text)', slug)).toEqual([]);
  });

  // By design: logging in starts from a slug. It tells who knows the slug that the tenant exists, its name and status.
  test('a whole slug is resolved by everybody, to what logging in needs', async () => {
    const { portal, foreign } = attack();
    expect(await sql(portal, `select * from core.resolve_tenant('TENANT-1')`)).toEqual([
      { id: foreign.tenantId, slug: 'tenant-1', name: 'tenant-1', status: 'ACTIVE' },
    ]);
  });
});

test.each(['core.prune_login_rates()', 'core.prune_webhooks(0, 1000)', 'core.tenants_with_due_webhooks()'])(
  '%s is not for services',
  async (call) => {
    const outcome = await attempt(() => sql(attack().client, `select ${call}`));
    expect(outcome.code).toBe('PERMISSION_DENIED');
  },
);

test('core.count_login counts for a key, and the counts of others are nobody’s to read or to take back', async () => {
  const { client } = attack();
  for (const statement of ['select * from core.login_rates', 'delete from core.login_rates']) {
    expect((await attempt(() => sql(client, statement))).code).toBe('PERMISSION_DENIED');
  }
});

test('core.applied_migrations tells names and times, and nothing of tenants', async () => {
  const rows = await sql(attack().portal, 'select * from core.applied_migrations()');
  expect(Object.keys(rows[0] ?? {})).toEqual(['name', 'finished_at']);
});

describe('the places of the foreign tenant', () => {
  test.each(['sites_near', 'agents_near'])(
    '%s finds the own ones only, whatever the radius',
    async (near) => {
      const { client, portal, own } = attack();
      const all = `select id from workforce.${near}(40, -75, 40000000)`;
      const id = near === 'sites_near' ? own.site : own.agent;
      expect(await sql(client, all)).toEqual([{ id }]);
      expect(await sql(portal, all)).toEqual([]);
    },
  );
});

describe('with tables of the caller’s in the way', () => {
  test.each([
    [
      `create temp table tenants as select gen_random_uuid() as id, 'tenant-1'::text as slug`,
      `select slug from core.resolve_tenant('none')`,
    ],
    [`create temp table pg_proc (a int)`, `select slug from core.resolve_tenant('none')`],
    [`create schema pg_temp_core`, `select slug from core.resolve_tenant('none')`],
  ])('%s changes nothing for: %s', async (make, call) => {
    const outcome = await attempt(() =>
      attack().client.$transaction(async (tx) => {
        await tx.$executeRawUnsafe(make);
        await tx.$executeRawUnsafe('set local search_path = pg_temp, core, commerce');
        return sql(tx, call);
      }),
    );
    expect(outcome.result ?? []).toEqual([]);
  });

  test.each([
    `create temp table audit_logs (like core.audit_logs)`,
    `create temp table unnest (key text)`,
    `create function pg_temp.current_setting(text, boolean) returns text language sql as $$ select 'x' $$`,
    `create function pg_temp.to_jsonb(anyelement) returns jsonb language sql as $$ select '{}'::jsonb $$`,
  ])('the audit is written as ever: %s', async (make) => {
    const { client, superuser, own } = attack();
    await client.$transaction(async (tx) => {
      await tx.$executeRawUnsafe(make);
      await tx.$executeRawUnsafe('set local search_path = pg_temp, core, commerce, pg_catalog');
      await tx.supplier.update({
        where: { tenantId_id: { tenantId: own.tenantId, id: own.supplier } },
        data: { phone: make.slice(0, 40) },
      });
    });
    const { rows } = await superuser.query(
      `select payload -> 'after' ->> 'phone' as phone, tenant_id from core.audit_logs where entity_id = $1
       order by created_at desc, id desc limit 1`,
      [own.supplier],
    );
    expect(rows).toEqual([{ phone: make.slice(0, 40), tenant_id: own.tenantId }]);
  });

  test('core.write_audit fires for no table of the caller’s', async () => {
    const { client } = attack();
    const outcome = await attempt(() =>
      client.$transaction(async (tx) => {
        await tx.$executeRawUnsafe(`create temp table forged (tenant_id uuid, id uuid)`);
        await tx.$executeRawUnsafe(`create trigger audit after insert on forged for each row
          execute function core.write_audit('User', 'tenant_id', '')`);
      }),
    );
    expect(outcome.code).toBe('PERMISSION_DENIED');
  });
});

test.each([
  ['app.current_user_id', 'no uuid'],
  ['app.acting_portal_user_id', `'; drop table core.users; --`],
  ['app.request_ip', 'no address'],
  ['app.request_user_agent', 'x'.repeat(501)],
])('a forged %s fails the write rather than the audit', async (name, value) => {
  const { client, own } = attack();
  const before = await attack().fingerprint('all');
  const outcome = await attempt(() =>
    client.$transaction(async (tx) => {
      await tx.$queryRawUnsafe('select set_config($1, $2, true)', name, value);
      await tx.supplier.updateMany({ where: { id: own.supplier }, data: { phone: 'x' } });
    }),
  );
  expect(outcome.code).toBe('VALUE_INVALID');
  expect(await attack().fingerprint('all')).toBe(before);
});

// The trigger writes what the settings say; SQL that sets them can name another actor of its own tenant, no other tenant.
test('the audit names the tenant of the row, whatever the settings say', async () => {
  const { client, foreign, own, superuser } = attack();
  const outcome = await attempt(() =>
    client.$transaction(async (tx) => {
      await tx.supplier.updateMany({ where: { id: own.supplier }, data: { phone: 'y' } });
      await tx.$executeRaw`select set_config('app.current_tenant_id', ${foreign.tenantId}, true)`;
      return tx.$executeRaw`insert into core.audit_logs (tenant_id, action, entity) values (${own.tenantId}::uuid, 'x', 'x')`;
    }),
  );
  expect(outcome.code).toBe('TENANT_VIOLATION');
  expectNothingLearned(outcome, foreign);
  const { rowCount } = await superuser.query(`select from core.audit_logs where action = 'x'`);
  expect(rowCount).toBe(0);
});
