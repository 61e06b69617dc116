import { inspect } from 'node:util';
import { afterEach, describe, expect, test } from 'vitest';
import { Endpoint } from '../../src/client/endpoint.ts';
import type { TenantContext } from '../../src/tenant/context.ts';
import { codeOf, PREPARED } from '../two-tenants.ts';
import { type Attack, portalContext, sql, useAttack } from './attack-fixture.ts';

// Contexts that are missing, malformed, forged, changed afterwards, or that try to be SQL.
const attack = useAttack();

const pollution = new Set<string>();
const pollute = (name: string, value: unknown): object => {
  pollution.add(name);
  Object.defineProperty(Object.prototype, name, { value, configurable: true, writable: true });
  return {};
};
afterEach(() => {
  for (const name of pollution) Reflect.deleteProperty(Object.prototype, name);
  pollution.clear();
});

describe('refused before anything reaches the database', () => {
  test.each<[string, (a: Attack) => unknown]>([
    ['nothing', () => undefined],
    ['null', () => null],
    ['an empty object', () => ({})],
    ['a text', (a) => a.foreign.tenantId],
    ['an array', (a) => [a.foreign.tenantId]],
    ['a null tenant', () => ({ tenantId: null })],
    ['an undefined tenant', () => ({ tenantId: undefined })],
    ['an empty tenant', () => ({ tenantId: '' })],
    ['a tenant that is true', () => ({ tenantId: true })],
    ['a tenant that is an object', (a) => ({ tenantId: { toString: () => a.foreign.tenantId } })],
    ['a tenant that is a boxed text', (a) => ({ tenantId: new String(a.foreign.tenantId) })],
    ['two tenants in a text', (a) => ({ tenantId: `${a.own.tenantId},${a.foreign.tenantId}` })],
    ['a wildcard', () => ({ tenantId: '%' })],
    ['a tenant that is SQL', (a) => ({ tenantId: `${a.own.tenantId}' or '1'='1` })],
    ['a tenant with a line break', (a) => ({ tenantId: `${a.own.tenantId}\n` })],
    ['a tenant with NUL', (a) => ({ tenantId: `${a.own.tenantId}\0` })],
    ['a tenant in full-width digits', (a) => ({ tenantId: a.own.tenantId.replace(/\d/, '１') })],
    ['an inherited tenant', (a) => Object.create({ tenantId: a.foreign.tenantId })],
    ['a tenant in __proto__', (a) => JSON.parse(`{"__proto__":{"tenantId":"${a.foreign.tenantId}"}}`)],
    [
      'a field in __proto__',
      (a) => JSON.parse(`{"tenantId":"${a.own.tenantId}","__proto__":{"userId":"x"}}`),
    ],
    [
      'an inherited portal user',
      (a) => ({ ...portalContext(a.own), portalUser: Object.create(portalContext(a.own).portalUser) }),
    ],
    [
      'a portal user without a customer',
      (a) => ({ tenantId: a.own.tenantId, portalUser: { id: a.own.portalUser } }),
    ],
    [
      'a portal user of no customer',
      (a) => ({ tenantId: a.own.tenantId, portalUser: { id: a.own.portalUser, customerId: '' } }),
    ],
    [
      'an unknown tier',
      (a) => ({ tenantId: a.own.tenantId, portalUser: { ...portalContext(a.own).portalUser, tier: 'all' } }),
    ],
    ['a field of another spelling', (a) => ({ tenantId: a.own.tenantId, portal_user: {} })],
    ['an address with a network', (a) => ({ tenantId: a.own.tenantId, request: { ip: '10.0.0.0/8' } })],
    ['an address that is SQL', (a) => ({ tenantId: a.own.tenantId, request: { ip: `::1'); --` } })],
    ['NUL in a request’s id', (a) => ({ tenantId: a.own.tenantId, request: { id: 'a\0b' } })],
    ['a polluted prototype', (a) => pollute('tenantId', a.foreign.tenantId)],
  ])('%s', (_name, context) => {
    const a = attack();
    const before = a.db.pool.total;
    expect(() => a.db.forTenant(context(a) as TenantContext)).toThrow(
      expect.objectContaining({ code: 'TENANT_CONTEXT_INVALID' }),
    );
    expect(a.db.pool.total).toBe(before);
  });
});

test('a polluted prototype adds nothing to a context, and takes nothing from it', async () => {
  const { db, own, foreign } = attack();
  const before = db.forTenant({ tenantId: own.tenantId });
  pollute('tenantId', foreign.tenantId);
  pollute('userId', foreign.user);
  pollute('actingPortalUserId', foreign.portalUser);
  pollute('portalUser', undefined);
  for (const client of [before, db.forTenant({ tenantId: own.tenantId })]) {
    expect(
      await sql(
        client,
        `select current_setting('app.current_tenant_id') as t, current_setting('app.current_user_id') as u,
        current_setting('app.acting_portal_user_id') as p`,
      ),
    ).toEqual([{ t: own.tenantId, u: '', p: '' }]);
  }
  const narrow = db.forTenant(portalContext(own));
  expect(await narrow.customer.count()).toBe(0);
});

test('a context changed afterwards, or that changes when read, stays what it was', async () => {
  const { db, own, foreign } = attack();
  const context = { tenantId: own.tenantId, portalUser: { ...portalContext(own).portalUser } };
  const client = db.forTenant(context);
  const open = client.$transaction(async (tx) => {
    context.tenantId = foreign.tenantId;
    context.portalUser.customerId = own.otherCustomer;
    return tx.order.findMany({ select: { id: true } });
  });
  expect(await open).toEqual([{ id: own.order }]);
  expect(await client.order.findMany({ select: { id: true } })).toEqual([{ id: own.order }]);
  let reads = 0;
  const shifting = {
    get tenantId() {
      reads += 1;
      return reads > 1 ? foreign.tenantId : own.tenantId;
    },
  };
  expect(await db.forTenant(shifting).user.findMany({ select: { id: true } })).toEqual([{ id: own.user }]);
});

const HOSTILE = [
  `'; reset app.current_tenant_id; --`,
  `', true), set_config('app.current_tenant_id', '`,
  `\\'; drop table core.users; --`,
  `"$1" $$ $1 \${1} %s %I ?`,
  `line one\r\nset role org_admin;\u2028\u2029\t\v`,
  `\u202e\ufeff\u0000`.replace('\u0000', ''),
  `\ud800 lone \udfff 𝄞 é é`,
  `'||(select slug from core.tenants)||'`,
];

test.each(HOSTILE.flatMap((text) => [['id', text] as const, ['userAgent', text] as const]))(
  'the request’s %s may be %j: it is a value and nothing else',
  async (field, text) => {
    const { db, own, superuser } = attack();
    const client = db.forTenant({ tenantId: own.tenantId, request: { [field]: text } });
    const stored = Buffer.from(text, 'utf8').toString('utf8');
    const supplier = { tenantId_id: { tenantId: own.tenantId, id: own.supplier } };
    await client.supplier.update({ where: supplier, data: { phone: String(Math.random()) } });
    const { rows } = await superuser.query(
      `select request_id as id, user_agent as "userAgent" from core.audit_logs where entity_id = $1 order by created_at desc, id desc limit 1`,
      [own.supplier],
    );
    expect(rows[0]?.[field]).toBe(stored);
    expect(await client.user.findMany({ select: { id: true } })).toEqual([{ id: own.user }]);
  },
);

describe('past the client', () => {
  test('Prisma’s own client behind it runs nothing', async () => {
    const { client } = attack();
    const hidden = Reflect.get(client, '_originalClient') as object;
    const root = Object.getPrototypeOf(Object.getPrototypeOf(hidden)) as typeof client;
    expect(await codeOf(root.$transaction((tx) => tx.$queryRaw`select 1`))).toBe('TENANT_CONTEXT_MISSING');
    expect(await codeOf(root.$executeRaw`delete from core.users`.then((n) => n))).toBe(
      'TENANT_CONTEXT_MISSING',
    );
    expect(await codeOf(root.$queryRaw`select 1`.then((rows) => rows))).toBe('TENANT_CONTEXT_MISSING');
    expect(inspect(client, { depth: 9, showHidden: true, getters: true })).not.toContain('postgresql://');
  });

  test('the pool behind it hands out nothing', async () => {
    const endpoint = new Endpoint(attack().database.url('app'), { url: '', preparedStatements: PREPARED }, 1);
    expect(await codeOf(endpoint.pool.query('select 1'))).toBe('TENANT_CONTEXT_MISSING');
    expect(await endpoint.query('select id from core.users')).toEqual([]);
    expect(
      await codeOf(endpoint.query(`insert into commerce.suppliers (code, name) values ('x', 'x')`)),
    ).toBe('TENANT_VIOLATION');
    await endpoint.close();
  });

  test('several statements in one text run not at all', async () => {
    const { client, foreign } = attack();
    for (const text of [
      `set app.current_tenant_id = '${foreign.tenantId}'; select * from core.users`,
      `select 1; delete from core.users`,
    ]) {
      expect(await codeOf(client.$queryRawUnsafe(text))).toBe('QUERY_INVALID');
    }
    expect(await client.user.count()).toBe(1);
  });
});
