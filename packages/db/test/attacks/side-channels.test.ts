import { describe, expect, test } from 'vitest';
import { isOurSchema } from '../schemas.ts';
import { person } from '../two-tenants.ts';
import { attempt, expectNothingLearned, sql, useAttack } from './attack-fixture.ts';

// What answers, errors, plans and catalogs give away. docs/isolation.md lists the channels that stay open.
const attack = useAttack();

describe('an error tells nothing of the foreign rows', () => {
  test.each([
    `select 1 / (case when name = '$mark' then 0 else 1 end) from core.users where tenant_id = '$foreign'`,
    `select name::int from core.users where tenant_id = '$foreign'`,
    `select * from core.users where tenant_id = '$foreign' and name::date > now()`,
    `select * from core.users where name::numeric > 0 and id = '$user'`,
    `select length(name) / 0 from core.users where name like 'foreign%'`,
    `insert into core.users select * from core.users where tenant_id = '$foreign'`,
    `update core.users set email = 'FOREIGN' where tenant_id = '$foreign'`,
    `insert into core.users (tenant_id, id, name, email, password_hash) values ('$foreign', '$user', 'n', '$mark@example.com', 'x')`,
    `insert into commerce.customers (tenant_id, code, name, state) values ('$foreign', 'C-1', 'n', 'CA')`,
    `insert into commerce.state_tax_rates (tenant_id, state, rate, valid_from) values ('$foreign', 'CA', 0.1, '2021-01-01')`,
  ])('%s', async (text) => {
    const { client, foreign } = attack();
    const statement = text.replaceAll('$foreign', foreign.tenantId).replaceAll('$user', foreign.user);
    const outcome = await attempt(() => sql(client, statement.replaceAll('$mark', foreign.mark)));
    expect(outcome.result ?? []).toEqual([]);
    expectNothingLearned(outcome, foreign);
    // A foreign key or a duplicate must not be told from its absence.
    expect([undefined, 'TENANT_VIOLATION']).toContain(outcome.code);
  });

  test('a duplicate names fields, not values, in what may be shown', async () => {
    const { client, own } = attack();
    const outcome = await attempt(() =>
      client.user.create({ data: { ...person('n'), email: `${own.mark}@example.com` } }),
    );
    expect(outcome.code).toBe('UNIQUE_VIOLATION');
    expect(outcome.text).not.toContain(own.mark);
    expect(outcome.text).not.toContain(own.tenantId);
  });
});

describe('a key of the foreign tenant is free here', () => {
  test('unique keys contain the tenant', async () => {
    const { client, foreign, superuser } = attack();
    await client.$transaction(async (tx) => {
      await tx.user.create({
        data: { ...person('n'), id: foreign.user, email: `${foreign.mark}@example.com` },
      });
      await tx.mediaFile.create({
        data: {
          storageKey: foreign.mark,
          fileName: 'f',
          mimeType: 'a/b',
          size: 1,
          sha256: new Uint8Array(32),
        },
      });
      await tx.newsletterSubscription.create({ data: { email: `${foreign.mark}@example.com` } });
      await tx.integration.create({ data: { provider: foreign.mark, name: foreign.mark } });
    });
    const { rows } = await superuser.query<{ name: string }>(
      `select i.indexrelid::regclass::text as name from pg_index i join pg_class c on c.oid = i.indrelid
       join pg_attribute a on a.attrelid = c.oid and a.attnum = i.indkey[0]
       where i.indisunique and ${isOurSchema('c.relnamespace::regnamespace::text')} and not c.relispartition
         and a.attname <> 'tenant_id' and exists (select from pg_attribute t where t.attrelid = c.oid and t.attname = 'tenant_id')
       order by 1`,
    );
    // The two that do not: these, and no other, can be used to ask whether somebody has a value.
    expect(rows.map((row) => row.name)).toEqual([
      'core.api_keys_prefix_key',
      'core.system_configurations_pkey',
    ]);
  });

  // Open: whoever guesses a prefix of 16 characters, or a random UUID, learns that somebody has it, not who.
  test('a global key is taken, and does not say by whom', async () => {
    const { client, foreign } = attack();
    const key = { name: 'n', prefix: foreign.mark, keyHash: new Uint8Array() };
    const taken = await attempt(() => client.apiKey.create({ data: key }));
    expect(taken.code).toBe('UNIQUE_VIOLATION');
    expectNothingLearned(taken, foreign);
    expect(taken.text).not.toContain(foreign.tenantId);
    const setting = { id: foreign.configuration, key: 'k', value: 1 };
    const taken2 = await attempt(() => client.systemConfiguration.create({ data: setting }));
    expect(taken2.code).toBe('UNIQUE_VIOLATION');
    expectNothingLearned(taken2, foreign);
    expect(
      await client.$executeRaw`insert into core.system_configurations (id, key, value)
      values (${foreign.configuration}::uuid, 'k', '1') on conflict do nothing`,
    ).toBe(0);
  });
});

describe('catalogs', () => {
  test('statistics of values are hidden', async () => {
    const { client, superuser, foreign } = attack();
    await superuser.query('analyze');
    const stats = `select * from pg_stats where ${isOurSchema('schemaname')}`;
    const outcome = await attempt(() =>
      sql(client, `select s::text from (${stats} and tablename <> 'roles') s`),
    );
    const there = await superuser.query(`select from (${stats}) s where s::text like '%${foreign.mark}%'`);
    expect(there.rowCount).toBeGreaterThan(10);
    expectNothingLearned(outcome, foreign);
    const isolated = await sql(
      client,
      `select distinct tablename::text from pg_stats where ${isOurSchema('schemaname')}`,
    );
    expect(
      isolated.filter((row) => !['roles', 'permissions', 'role_permissions'].includes(String(row.tablename))),
    ).toEqual([]);
    expect((await attempt(() => sql(client, 'select * from pg_statistic_ext_data'))).code).toBe(
      'PERMISSION_DENIED',
    );
  });

  // Open: what the planner knows counts all tenants' rows together, to SQL that asks for it; and so does a plan's run.
  test('sizes and counts are of all tenants together', async () => {
    const { client, superuser, foreign } = attack();
    await superuser.query('analyze commerce.orders');
    const counted = `select reltuples::int as n from pg_class where oid = 'commerce.orders'::regclass`;
    expect(await sql(client, counted)).toEqual([{ n: 4 }]);
    const plan = await client.$transaction(async (tx) => {
      await tx.$executeRaw`set local enable_indexscan = off`;
      await tx.$executeRaw`set local enable_bitmapscan = off`;
      return attempt(() => sql(tx, 'explain (analyze, costs off, timing off) select * from commerce.orders'));
    });
    expect(plan.text).toContain('Rows Removed by Filter: 2');
    expectNothingLearned(plan, foreign);
    expect(plan.text).not.toContain(foreign.tenantId);
  });

  // Open: the role is the same for all tenants, so SQL reads the text of others' queries; values travel apart from it.
  test('the queries of others hold no values', async () => {
    const { client, victim, foreign, superuser } = attack();
    const slow = victim.$queryRaw`select pg_sleep(20), ${foreign.mark}::text`.then((rows) => rows);
    const settled = slow.catch((error: { code?: string }) => error.code);
    const running = `select pid, query from pg_stat_activity where query like 'select pg_sleep%' and datname = current_database()`;
    await expect.poll(async () => (await superuser.query(running)).rowCount).toBe(1);
    // Tests log in by a role that becomes org_app; as that role, SQL sees what org_app does where it logs in itself.
    const seen = await client.$transaction(async (tx) => {
      await tx.$executeRaw`set local role none`;
      return attempt(() => sql(tx, 'select query, application_name from pg_stat_activity'));
    });
    expect(seen.text).toContain('select pg_sleep');
    expectNothingLearned(seen, foreign);
    const { rows } = await superuser.query(running);
    await superuser.query('select pg_cancel_backend($1)', [rows[0].pid]);
    expect(await settled).toBe('STATEMENT_TIMEOUT');
  });

  test('prepared statements hold no values either', async () => {
    const { victim, client, foreign } = attack();
    for (let i = 0; i < 4; i += 1) {
      await Promise.all([
        victim.user.findMany({ where: { name: foreign.mark } }),
        victim.user.findMany({ where: { name: foreign.mark, email: { contains: foreign.mark } } }),
      ]);
    }
    expectNothingLearned(
      await attempt(() => sql(client, 'select name, statement from pg_prepared_statements')),
      foreign,
    );
  });
});

describe('sequences', () => {
  // Open: the sequence of events is one for all tenants; it tells how many there were, and its numbers can be used up.
  test('a number may be drawn; what others drew last is not told, and nothing is turned back', async () => {
    const { client, superuser } = attack();
    const [before] = await sql(client, `select nextval('core.webhook_events_sequence_seq')::int as n`);
    await attempt(() => sql(client, `select setval('core.webhook_events_sequence_seq', 1)`));
    const [after] = await sql(client, `select nextval('core.webhook_events_sequence_seq')::int as n`);
    expect(after?.n).toBe(Number(before?.n) + 1);
    const { rows } = await superuser.query(
      `select c.relname from pg_class c where c.relkind = 'S' and ${isOurSchema('c.relnamespace::regnamespace::text')}`,
    );
    expect(rows).toEqual([{ relname: 'webhook_events_sequence_seq' }]);
  });
});

// Open: large objects belong to the role that all tenants share. Nothing here uses them; nor may anything.
test('no large object exists', async () => {
  const { rows } = await attack().superuser.query('select from pg_largeobject_metadata');
  expect(rows).toEqual([]);
});
