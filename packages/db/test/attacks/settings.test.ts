import { describe, expect, test } from 'vitest';
import type { TenantClient } from '../../src/client/tenant-client.ts';
import { SETTING_NAMES, settingsOf } from '../../src/tenant/settings.ts';
import { attempt, portalContext, sql, useAttack } from './attack-fixture.ts';

// Raw SQL that changes the context, or the session around it: the next user of the connection finds nothing of it.
const attack = useAttack({ connections: 1, resetSessions: true });

const settings = SETTING_NAMES.map((name) => `coalesce(current_setting('${name}', true), '') as "${name}"`);

/** What the next one on the same pool of one connection finds. */
async function expectCleanForTheNext(): Promise<void> {
  const { victim, foreign, portal, own, superuser, client, db } = attack();
  const [context] = await sql(victim, `select ${settings.join(', ')}`);
  expect(Object.values(context ?? {})).toEqual(settingsOf({ tenantId: foreign.tenantId }));
  expect(await victim.user.findMany({ select: { tenantId: true } })).toEqual([
    { tenantId: foreign.tenantId },
  ]);
  const [narrow] = await sql(portal, `select ${settings.join(', ')}`);
  expect(Object.values(narrow ?? {})).toEqual(settingsOf(portalContext(own)));
  expect(await client.user.count()).toBe(1);
  expect(db.pool).toMatchObject({ total: 1, idle: 1, waiting: 0 });
  const state = await sql(
    victim,
    `select current_user::text as role, current_setting('row_security') as row_security,
       current_setting('search_path') as search_path, current_setting('default_transaction_read_only') as read_only,
       (select count(*)::int from pg_class where relpersistence = 't' and pg_table_is_visible(oid)) as temporary,
       (select count(*)::int from pg_cursors where is_holdable) as cursors,
       (select count(*)::int from pg_prepared_statements where from_sql) as prepared,
       (select count(*)::int from pg_listening_channels()) as channels,
       (select count(*)::int from pg_locks where locktype = 'advisory' and pid = pg_backend_pid()) as locks`,
  );
  expect(state).toEqual([
    {
      role: 'org_app',
      row_security: 'on',
      search_path: '"$user", public',
      read_only: 'off',
      temporary: 0,
      cursors: 0,
      prepared: 0,
      channels: 0,
      locks: 0,
    },
  ]);
  // The server takes a moment to end the session of a connection that was closed.
  await expect
    .poll(async () => {
      const locks = await superuser.query(
        `select from pg_locks l join pg_database d on d.oid = l.database and d.datname = current_database() where l.locktype = 'advisory'`,
      );
      return locks.rowCount;
    })
    .toBe(0);
}

const poison = (tenant: string) =>
  `prepare org_context (text, text, text, text, text, text, text, text, text) as
     select 1 where set_config('app.current_tenant_id', '${tenant}', true) is null`;

describe('does not reach the next user of the connection', () => {
  test.each([
    `set app.current_tenant_id = '$foreign'`,
    `set session app.current_tenant_id = '$foreign'`,
    `set local app.current_tenant_id = '$foreign'`,
    `set app.current_customer_id = '$foreign'`,
    `set app.current_tenant_id to default`,
    `select set_config('app.current_tenant_id', '$foreign', false)`,
    `select set_config('app.current_tenant_id', '$foreign', true)`,
    `select set_config('app.current_portal_user_id', '', false), set_config('app.current_customer_id', '', false)`,
    `select set_config('search_path', 'pg_temp, core', false)`,
    `select set_config('row_security', 'off', false)`,
    `do $$ begin perform set_config('app.current_tenant_id', '$foreign', false); end $$`,
    `do $$ begin execute 'set app.current_tenant_id = ''$foreign'''; end $$`,
    `reset app.current_tenant_id`,
    `reset all`,
    `discard plans`,
    `discard temp`,
    `discard sequences`,
    `deallocate all`,
    `deallocate org_context`,
    `set row_security = off`,
    `set role none`,
    `reset role`,
    `set session authorization default`,
    `set search_path = pg_temp, core`,
    `set default_transaction_read_only = on`,
    `set session characteristics as transaction read only`,
    `set statement_timeout = 1`,
    `set plan_cache_mode = force_generic_plan`,
    `create temp table users as select * from core.users`,
    `select * into temp users from core.users`,
    `with u as (select * from core.users) select * into temp users from u`,
    `explain analyze create temp table users as select * from core.users`,
    `create temp view users as select * from core.users`,
    `declare kept cursor with hold for select * from core.users`,
    `prepare kept as select * from core.users`,
    `listen kept`,
    `select query_to_xml('deallocate org_context', true, false, '')::text`,
    `select pg_advisory_lock(1)::text`,
    `select pg_try_advisory_lock_shared(1)`,
    `select pg_advisory_lock(1)::text, 1 / (select 0)`,
    `do $$ begin perform pg_advisory_lock(1); raise exception 'failed'; end $$`,
  ])('%s', async (text) => {
    const { client, foreign } = attack();
    const one = text.replaceAll('$foreign', foreign.tenantId);
    await attempt(() => sql(client, one));
    await expectCleanForTheNext();
    // At the end of a transaction as well, whether it is kept or not.
    await attempt(() => client.$transaction((tx) => sql(tx, one)));
    await expectCleanForTheNext();
    await attempt(() =>
      client.$transaction((tx) => sql(tx, one).then(() => Promise.reject(new Error('undone')))),
    );
    await expectCleanForTheNext();
  });

  test.each<[string, (client: TenantClient, statement: string) => Promise<unknown>]>([
    [
      'in a transaction',
      (client, statement) =>
        client.$transaction(async (tx) => {
          await tx.$executeRawUnsafe('deallocate org_context');
          await tx.$executeRawUnsafe(statement);
        }),
    ],
    [
      'in a block',
      (client, statement) =>
        client.$executeRawUnsafe(
          `do $$ begin execute 'deallocate org_context'; execute $q$${statement}$q$; end $$`,
        ),
    ],
    [
      'in a block that fails',
      (client, statement) =>
        client.$executeRawUnsafe(
          `do $$ begin execute 'deallocate org_context'; execute $q$${statement}$q$; raise exception 'x'; end $$`,
        ),
    ],
  ])('a forged statement in place of the one that sets the context, %s', async (_name, forge) => {
    const { client, own } = attack();
    await attempt(() => forge(client, poison(own.tenantId)));
    await expectCleanForTheNext();
  });

  test.each(['commit', 'rollback', 'commit and chain', 'rollback and chain', 'begin', 'abort', 'end'])(
    '%s in the middle of a transaction',
    async (text) => {
      const { client, foreign } = attack();
      await attempt(() =>
        client.$transaction(async (tx) => {
          await tx.$executeRawUnsafe(`set local app.current_tenant_id = '${foreign.tenantId}'`);
          await tx.$executeRawUnsafe(text);
          await tx.$queryRawUnsafe(`select 1`);
        }),
      );
      await attempt(() => client.$executeRawUnsafe(text));
      await expectCleanForTheNext();
    },
  );
});
