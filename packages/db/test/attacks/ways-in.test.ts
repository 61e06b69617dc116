import { createHash } from 'node:crypto';
import { makeTypedQueryFactory } from '@prisma/client/runtime/client';
import { CompiledQuery, Kysely, PostgresDialect } from 'kysely';
import { afterEach, describe, expect, test } from 'vitest';
import type { TenantClient } from '../../src/client/tenant-client.ts';
import { toDbError } from '../../src/errors/to-db-error.ts';
import { PREPARED } from '../two-tenants.ts';
import { portalContext, useAttack } from './attack-fixture.ts';

// Every way by which SQL of the attacker's own making gets in, each with the same attacks: none is better than another.
const attack = useAttack({ connections: 1, resetSessions: true });

afterEach(() => {
  const { pool } = attack().db;
  expect(pool).toMatchObject({ waiting: 0, total: pool.idle });
});

type Rows = Record<string, unknown>[];
type Way = (client: TenantClient, text: string) => Promise<Rows>;

const typed = (text: string) =>
  (makeTypedQueryFactory(text) as () => Parameters<TenantClient['$queryRawTyped']>[0])();
const kysely = (client: TenantClient) =>
  new Kysely<unknown>({ dialect: new PostgresDialect({ pool: client.$pool }) });

const WAYS: readonly (readonly [string, Way])[] = [
  ['raw SQL', (c, text) => c.$queryRawUnsafe<Rows>(text)],
  ['TypedSQL', (c, text) => c.$queryRawTyped(typed(text)) as Promise<Rows>],
  ['a transaction', (c, text) => c.$transaction((tx) => tx.$queryRawUnsafe<Rows>(text))],
  [
    'a nested transaction',
    (c, text) => c.$transaction((tx) => tx.$transaction((inner) => inner.$queryRawUnsafe<Rows>(text))),
  ],
  [
    'an array',
    (c, text) => c.$transaction([c.$queryRawUnsafe<Rows>(text), c.user.count()]).then(([rows]) => rows),
  ],
  ['an extended client', (c, text) => c.$extends({ name: 'extended' }).$queryRawUnsafe<Rows>(text)],
  ['the pool', (c, text) => c.$pool.query(text).then(({ rows }) => rows)],
  [
    'a transaction of the pool',
    async (c, text) => {
      const connection = await c.$pool.connect();
      try {
        await connection.query('begin');
        const { rows } = await connection.query(text);
        await connection.query('commit');
        return rows;
      } catch (error) {
        await connection.query('rollback');
        throw error;
      } finally {
        connection.release();
      }
    },
  ],
  [
    'Kysely',
    (c, text) =>
      kysely(c)
        .executeQuery(CompiledQuery.raw(text))
        .then(({ rows }) => rows as Rows),
  ],
  [
    'a transaction of Kysely’s',
    (c, text) =>
      kysely(c)
        .transaction()
        .execute((trx) => trx.executeQuery(CompiledQuery.raw(text)).then(({ rows }) => rows as Rows)),
  ],
];

const nameOf = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 40);
// Not through a PgBouncer that keeps no track of them.
const NAMED: readonly (readonly [string, Way])[] = PREPARED
  ? [
      [
        'a named statement of the pool',
        (c, text) => c.$pool.query({ name: nameOf(text), text }).then(({ rows }) => rows),
      ],
    ]
  : [];

const codeOf = (run: Promise<unknown>) =>
  run.then(
    () => undefined,
    (error: unknown) => toDbError(error).code,
  );
const owners = (rows: Rows) => new Set(rows.map((row) => row.t));

describe.each([...WAYS, ...NAMED])('by %s', (_name, way) => {
  test('nothing is read, counted or locked', async () => {
    const { client, portal, own, foreign } = attack();
    expect(owners(await way(client, 'select tenant_id as t from core.users'))).toEqual(
      new Set([own.tenantId]),
    );
    expect(await way(client, `select 1 from core.users where id = '${foreign.user}'`)).toEqual([]);
    expect(
      await way(client, `select id::text from commerce.orders where id = '${foreign.order}' for update`),
    ).toEqual([]);
    expect(await way(client, 'select count(*)::int as n from core.users')).toEqual([{ n: 1 }]);
    expect(await way(portal, 'select 1 from core.users')).toEqual([]);
    expect(await way(portal, `select 1 from commerce.customers where id = '${own.otherCustomer}'`)).toEqual(
      [],
    );
  });

  test('nothing is written', async () => {
    const { client, foreign } = attack();
    expect(
      await way(client, `update core.users set name = 'x' where id = '${foreign.user}' returning 1`),
    ).toEqual([]);
    expect(
      await way(
        client,
        `delete from commerce.cart_items where tenant_id = '${foreign.tenantId}' returning 1`,
      ),
    ).toEqual([]);
    const insert = `insert into commerce.suppliers (tenant_id, code, name) values ('${foreign.tenantId}', 'w', 'w') returning 1`;
    expect(await codeOf(way(client, insert))).toBe('TENANT_VIOLATION');
  });

  test.each([
    'set role org_admin',
    'set session authorization org_owner',
    'truncate core.users',
    'copy core.users to program $$id$$',
  ])('%s is refused', async (text) => {
    expect(await codeOf(way(attack().client, text))).toBe('PERMISSION_DENIED');
  });

  test.each([
    `set app.current_tenant_id = '$foreign'`,
    `select set_config('app.current_portal_user_id', '', false)::text as t`,
    `do $$ begin execute 'set app.current_tenant_id = ''$foreign'''; end $$`,
  ])('%s reaches nobody else', async (text) => {
    const { client, portal, victim, own, foreign } = attack();
    for (const one of [client, portal]) {
      await codeOf(way(one, text.replace('$foreign', foreign.tenantId)));
      expect(owners(await way(victim, 'select tenant_id as t from core.users'))).toEqual(
        new Set([foreign.tenantId]),
      );
      expect(owners(await way(client, 'select tenant_id as t from core.users'))).toEqual(
        new Set([own.tenantId]),
      );
      expect(await way(portal, 'select 1 from core.users')).toEqual([]);
    }
  });
});

test('all ways of three contexts in one tick stay apart', async () => {
  const { db, own, foreign } = attack();
  const contexts = [{ tenantId: own.tenantId }, { tenantId: foreign.tenantId }, portalContext(own)];
  const seen = await Promise.all(
    contexts.flatMap((context) =>
      WAYS.map(([, way]) => way(db.forTenant(context), 'select tenant_id as t from commerce.orders')),
    ),
  );
  for (const [i, rows] of seen.entries()) {
    const context = contexts[Math.floor(i / WAYS.length)];
    expect(owners(rows)).toEqual(new Set([context?.tenantId]));
    expect(rows).toHaveLength(context === contexts[2] ? 1 : 2);
  }
});

// A client with a time limit of its own sends its context unnamed: the name would be free on a fresh connection.
test('no statement takes the name of the one that sets the context', async () => {
  const { open, own, foreign } = attack();
  const db = open({ pool: { max: 1 } });
  const values = Array.from({ length: 12 }, (_, i) => `$${i + 1}::text`).join(', ');
  const text = `select set_config('app.current_tenant_id', '${own.tenantId}', true), ${values}`;
  const intruder = db.forTenant({ tenantId: own.tenantId }, { statementTimeoutMs: 1_000 });
  for (const name of ['org_context', 'org_context_limited']) {
    expect(await codeOf(intruder.$pool.query({ name, text, values: Array(12).fill('') }))).toBe(
      'QUERY_INVALID',
    );
  }
  const rows = await db
    .forTenant({ tenantId: foreign.tenantId })
    .user.findMany({ select: { tenantId: true } });
  expect(rows).toEqual([{ tenantId: foreign.tenantId }]);
  await db.close();
});
