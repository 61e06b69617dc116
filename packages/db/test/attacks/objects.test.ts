import { describe, expect, test } from 'vitest';
import { attempt, expectNothingLearned, sql, useAttack } from './attack-fixture.ts';

// Objects of the server: files, other roles, functions with the owner's rights, sequences, and everything that is made.
const attack = useAttack();

const run = (text: string) => attempt(() => sql(attack().client, text));

describe('refused for want of rights', () => {
  test.each([
    // Files and programs of the server
    `copy core.users to '/tmp/users'`,
    `copy core.users to program 'cat > /tmp/users'`,
    `copy (select * from core.users) to '/tmp/users'`,
    `copy commerce.suppliers from '/etc/passwd'`,
    `copy commerce.suppliers from program 'id'`,
    `select pg_read_file('postgresql.conf')`,
    `select pg_read_binary_file('postgresql.conf')`,
    `select pg_ls_dir('.')`,
    `select lo_import('/etc/passwd')`,
    `select pg_reload_conf()`,
    `select pg_switch_wal()`,
    `select * from pg_hba_file_rules`,
    `select * from pg_authid`,
    `select * from pg_statistic`,
    `load 'auto_explain'`,
    `checkpoint`,
    // Roles
    `set role org_owner`,
    `set role org_admin`,
    `set role org_worker`,
    `set local role org_admin`,
    `select set_config('role', 'org_owner', true)`,
    `set session authorization org_owner`,
    `create role intruder`,
    `alter role org_app bypassrls`,
    `alter role org_app superuser`,
    `grant org_admin to org_app`,
    `grant org_owner to current_user`,
    `reassign owned by org_owner to org_app`,
    // What is made or changed
    `create table core.stolen (id int)`,
    `create table public.stolen (id int)`,
    `create table pgboss.stolen (id int)`,
    `create view commerce.everything as select * from core.users`,
    `create view public.everything as select * from core.users`,
    `create materialized view core.everything as select * from core.users`,
    `create function core.f() returns int language sql as 'select 1'`,
    `create function public.f() returns int language sql security definer as 'select 1'`,
    `create schema stolen`,
    `create extension postgres_fdw`,
    `create extension dblink`,
    `create foreign data wrapper w`,
    `create publication p for all tables`,
    `create event trigger t on ddl_command_start execute function core.write_audit()`,
    `create trigger t before insert on core.users for each row execute function core.write_audit()`,
    `create policy p on core.users using (true)`,
    `create statistics core.s on name, email from core.users`,
    `create index on core.users (name)`,
    `alter table core.users disable row level security`,
    `alter table core.users no force row level security`,
    `alter table core.users disable trigger all`,
    `alter table core.users owner to org_app`,
    `alter policy tenant_isolation on core.users using (true)`,
    `drop policy portal_scope on core.users`,
    `drop table core.audit_logs_default`,
    `alter function core.current_tenant_id() owner to org_app`,
    `alter database postgres set app.current_tenant_id = 'x'`,
    `comment on table core.users is 'x'`,
    // Functions with the owner's rights
    `select core.active_tenant_ids()`,
    `select core.ensure_audit_partitions(1)`,
    `select core.ensure_audit_partitions(-1)`,
    `select pg_stat_reset()`,
    // Sequences
    `select setval('core.webhook_events_sequence_seq', 1)`,
    `select last_value from core.webhook_events_sequence_seq`,
    `alter sequence core.webhook_events_sequence_seq restart`,
  ])('%s', async (text) => {
    const outcome = await run(text);
    expect(outcome.code, outcome.text).toBe('PERMISSION_DENIED');
    expectNothingLearned(outcome, attack().foreign);
  });
});

test.each([
  [`select core.write_audit()`, 'a trigger’s function is nothing to call'],
  [`copy commerce.suppliers from stdin`, 'no row goes past the policies'],
  [`copy core.users to stdout`, 'not by this connection'],
  [`set session_replication_role = replica`, 'triggers stay'],
  [`vacuum core.users`, 'not within a transaction'],
  [`create database stolen`, 'not within a transaction'],
  [`alter system set row_security = off`, 'not within a transaction'],
  [`do $$ begin perform core.active_tenant_ids(); end $$`, 'neither from a block'],
])('%s fails: %s', async (text) => {
  const outcome = await run(text);
  expect(outcome.result ?? []).toEqual([]);
  expectNothingLearned(outcome, attack().foreign);
});
