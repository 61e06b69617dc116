import { describe, expect, test } from 'vitest';
import { attempt, expectNothingLearned, sql, useAttack } from './attack-fixture.ts';

// Raw SQL that keeps to the context it was given. What changes the context is in settings.test.ts.
const attack = useAttack();

/** `$foreign` and `$own` stand for the tenants, `$name` for the foreign tenant's row of that name. */
function fill(text: string): string {
  const { foreign, own } = attack();
  return text
    .replaceAll('$foreign', foreign.tenantId)
    .replaceAll('$own', own.tenantId)
    .replaceAll('$mark', foreign.mark)
    .replace(/\$(\w+)/g, (all, name: string) => Reflect.get(foreign, name) ?? all);
}

const run = (text: string) => attempt(() => sql(attack().client, fill(text)));

describe('read', () => {
  test.each([
    `select * from core.users where tenant_id = '$foreign'`,
    `select * from core.users where tenant_id <> '$own' or true and name like '%$mark%'`,
    `select * from only core.users where id = '$user'`,
    `select ctid::text, xmin::text, tableoid::text from core.users where tenant_id = '$foreign'`,
    `select * from core.users where ctid = (select '(0,2)'::tid) and tenant_id <> '$own'`,
    `select f.* from core.users o join core.users f on f.tenant_id <> o.tenant_id`,
    `select o.number from commerce.orders o join commerce.customers c using (tenant_id) where c.tenant_id = '$foreign'`,
    `select x.* from core.users u right join (select * from commerce.orders where tenant_id = '$foreign') x on true`,
    `select l.* from core.roles r, lateral (select * from commerce.portal_users p where p.role_id = r.id and p.tenant_id <> '$own') l`,
    `with f as (select * from core.users where tenant_id = '$foreign') select * from f`,
    `with recursive f as (select tenant_id, id from core.users union select u.tenant_id, u.id from core.users u, f
       where u.tenant_id <> f.tenant_id) select * from f where tenant_id <> '$own'`,
    `select name from core.users where name <> 'own-mark' union all select name from commerce.customers where name <> 'own-mark'`,
    `select tenant_id from core.users except select '$own'::uuid`,
    `select tenant_id from commerce.orders intersect select '$foreign'::uuid`,
    `select 1 from core.roles where exists (select from core.users where tenant_id = '$foreign')`,
    `select 1 where 'x' in (select code from commerce.customers where tenant_id <> '$own')`,
    `select * from core.users tablesample bernoulli (100) where tenant_id <> '$own'`,
    `select * from core.users where tenant_id = '$foreign' for update`,
    `select * from core.users where tenant_id = '$foreign' for key share nowait`,
    `select * from (table core.users) t where tenant_id <> '$own'`,
    `select tenant_id, count(*) from commerce.orders group by rollup (tenant_id) having tenant_id <> '$own'`,
    `select distinct first_value(tenant_id) over (order by tenant_id = '$foreign' desc) from core.users where tenant_id <> '$own'`,
    `select * from core.audit_logs where tenant_id is distinct from '$own'`,
    `select slug from core.tenants where slug ~ '1$'`,
    `select * from core.users where case when tenant_id <> '$own' then 1 / (length(name) - length(name)) = 1 end`,
    `select * from core.users where tenant_id <> '$own' and name::int > 0`,
    `select * from xmltable('//name' passing query_to_xml('select name from core.users where tenant_id <> ''$own''', true, false, '')
       columns name text path '.')`,
  ])('%s', async (text) => {
    expect(await run(text)).toMatchObject({ result: [] });
  });

  test.each([
    `select count(*) from core.users where tenant_id is distinct from '$own'`,
    `select count(*) filter (where tenant_id <> '$own') as count from commerce.customers`,
    `select coalesce(sum(total), 0)::bigint as count from commerce.orders where tenant_id = '$foreign'`,
    `select (select count(*) from core.users) - 1 as count`,
  ])('counts nothing: %s', async (text) => {
    expect(await run(text)).toMatchObject({ result: [{ count: 0n }] });
  });

  test.each([
    `select string_agg(u::text, ',') from core.users u`,
    `select jsonb_agg(t) from core.tenants t`,
    `select table_to_xml('core.users', true, false, '')::text`,
    `select schema_to_xml('commerce', true, false, '')::text`,
    `select name::int from core.users`,
    `select row_to_json(s) from core.system_configurations s`,
  ])('shows the own rows only: %s', async (text) => {
    const outcome = await run(text);
    expectNothingLearned(outcome, attack().foreign);
    expect(outcome.text).not.toContain(attack().foreign.tenantId);
  });
});

describe('write', () => {
  test.each([
    `update core.users set name = 'x' where tenant_id = '$foreign'`,
    `update core.users set name = 'x' where id = '$user'`,
    `update core.users u set name = c.name from commerce.customers c where c.tenant_id = '$foreign'`,
    `update core.system_configurations set value = '0' where tenant_id is null`,
    `delete from core.users where tenant_id = '$foreign'`,
    `delete from commerce.cart_items i using commerce.carts c where c.id = i.cart_id and c.tenant_id = '$foreign'`,
    `with d as (delete from commerce.cart_items where tenant_id <> '$own' returning *) select * from d`,
    `with u as (update commerce.orders set notes = 'x' where id = '$order' returning *) insert into commerce.suppliers (code, name) select 'X', notes from u`,
    `insert into commerce.suppliers (code, name) select 'X', name from core.users where tenant_id = '$foreign'`,
    `merge into core.users u using (select '$user'::uuid as id) s on u.id = s.id when matched then update set name = 'x'`,
    `merge into core.users u using core.roles r on u.tenant_id = '$foreign' when matched then delete`,
  ])('touches nothing: %s', async (text) => {
    const before = await attack().fingerprint('all');
    expect(await attack().client.$executeRawUnsafe(fill(text))).toBe(0);
    expect(await attack().fingerprint('all')).toBe(before);
  });

  test.each([
    [`update commerce.suppliers set tenant_id = '$foreign'`, 'TENANT_VIOLATION'],
    [
      `insert into core.users (tenant_id, name, email, password_hash) values ('$foreign', 'x', 'x@x', 'x')`,
      'TENANT_VIOLATION',
    ],
    [
      `insert into core.users (tenant_id, name, email, password_hash) values ('$foreign', 'x', 'x@x', 'x') on conflict do nothing`,
      'TENANT_VIOLATION',
    ],
    [
      `insert into core.users (tenant_id, name, email, password_hash) select '$foreign', name, email, 'x' from core.users`,
      'TENANT_VIOLATION',
    ],
    [
      `insert into core.system_configurations (tenant_id, scope, key, value) values (null, 'GLOBAL', 'k', '1')`,
      'TENANT_VIOLATION',
    ],
    [
      `insert into core.system_configurations (id, key, value) values ('$configuration', 'k', '1') on conflict (id) do update set value = '0'`,
      'TENANT_VIOLATION',
    ],
    [
      `merge into commerce.suppliers s using core.roles r on false when not matched then insert (tenant_id, code, name) values ('$foreign', 'x', 'x')`,
      'TENANT_VIOLATION',
    ],
    [
      `insert into core.audit_logs (tenant_id, action, entity) values ('$foreign', 'x', 'x')`,
      'TENANT_VIOLATION',
    ],
    [`update core.audit_logs set action = 'x'`, 'PERMISSION_DENIED'],
    [`delete from core.audit_logs`, 'PERMISSION_DENIED'],
    [`select * from core.audit_logs for update`, 'PERMISSION_DENIED'],
    [`delete from core.audit_logs_default`, 'PERMISSION_DENIED'],
    [`select * from core.audit_logs_default`, 'PERMISSION_DENIED'],
    [
      `insert into core.audit_logs_default (tenant_id, action, entity) values ('$own', 'x', 'x')`,
      'PERMISSION_DENIED',
    ],
    [`select * from core.admin_accesses`, 'PERMISSION_DENIED'],
    [`insert into core.admin_accesses (actor, reason) values ('a', 'r')`, 'PERMISSION_DENIED'],
    [`select * from core.tenant_operations`, 'PERMISSION_DENIED'],
    [
      `insert into core.tenant_operations (kind, subject_id, slug, actor, reason) values ('ERASURE', '$own', 's', 'a', 'r')`,
      'PERMISSION_DENIED',
    ],
    [`select * from public._prisma_migrations`, 'PERMISSION_DENIED'],
    [`update core.tenants set name = 'x'`, 'PERMISSION_DENIED'],
    [`insert into core.roles (system, name, description) values ('core', 'x', 'x')`, 'PERMISSION_DENIED'],
    [`truncate core.users cascade`, 'PERMISSION_DENIED'],
    [`truncate core.audit_logs`, 'PERMISSION_DENIED'],
  ])('%s is refused', async (text, code) => {
    const before = await attack().fingerprint('all');
    const outcome = await run(text);
    expect(outcome.code).toBe(code);
    expectNothingLearned(outcome, attack().foreign);
    expect(await attack().fingerprint('all')).toBe(before);
  });

  test('no partition of the audit is reached directly', async () => {
    const { superuser, client } = attack();
    const { rows } = await superuser.query<{ name: string }>(
      `select inhrelid::regclass::text as name from pg_inherits where inhparent = 'core.audit_logs'::regclass`,
    );
    expect(rows.length).toBeGreaterThan(10);
    for (const { name } of rows) {
      for (const text of [
        `select from ${name}`,
        `delete from ${name}`,
        `insert into ${name} default values`,
      ]) {
        expect((await attempt(() => sql(client, text))).code, text).toBe('PERMISSION_DENIED');
      }
    }
  });
});
