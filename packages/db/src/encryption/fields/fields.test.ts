import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { codeOf, createFixture, type Fixture } from '../../../test/two-tenants.ts';
import type { TenantClient } from '../../client/tenant-client.ts';
import { decryptField } from '../encrypt.ts';

let fixture: Fixture;
let client: TenantClient;
let tenantId: string;
let integrationId: string;

beforeAll(async () => {
  fixture = await createFixture({
    masterKey: { id: 'master-1', key: randomBytes(32) },
    // A slow machine is no failure.
    transaction: { timeoutMs: 60_000, maxWaitMs: 60_000 },
  });
  tenantId = fixture.tenants[0];
  client = fixture.db.forTenant({ tenantId });
  integrationId = (await client.integration.create({ data: { provider: 'jira', name: 'Jira' } })).id;
});
afterAll(() => fixture?.end());

let count = 0;
/** A token of a kind of its own. */
const token = (secret: string, details?: object) => {
  count += 1;
  return { integrationId, kind: `kind-${count}`, secret, ...(details ? { details } : {}) };
};
const key = (id: string) => ({ tenantId_id: { tenantId, id } });

/** The row as it lies in the table. */
async function stored(id: string) {
  const { rows } = await fixture.superuser.query<{
    ciphertext: string;
    details: string | null;
    secret_index: Buffer | null;
  }>('select ciphertext, details, secret_index from core.integration_tokens where id = $1', [id]);
  return rows[0] ?? { ciphertext: '', details: null, secret_index: null };
}

describe('an encrypted field', () => {
  test('is ciphertext in the database, and plain for its tenant', async () => {
    const row = await client.integrationToken.create({
      data: token('s3cret-ü', { scopes: ['read'], n: null }),
    });
    expect(row).toMatchObject({ secret: 's3cret-ü', details: { scopes: ['read'], n: null } });
    const { ciphertext, details } = await stored(row.id);
    expect(ciphertext).toMatch(/^enc:1:[A-Za-z0-9+/]{38,}={0,2}$/);
    expect(details).toMatch(/^enc:1:/);
    expect(await client.integrationToken.findUnique({ where: key(row.id) })).toEqual(row);
    expect(await decryptField(client, 'IntegrationToken', 'secret', ciphertext)).toBe('s3cret-ü');
    expect(await codeOf(decryptField(client, 'IntegrationToken', 'kind', ciphertext))).toBe('QUERY_INVALID');
  });

  test('is encrypted by every way to write, and decrypted by every way to read', async () => {
    const tokens = client.integrationToken;
    const many = await tokens.createManyAndReturn({
      data: [token('a'), token('b')],
      select: { id: true, secret: true },
    });
    expect(many.map((row) => row.secret)).toEqual(['a', 'b']);
    expect(await tokens.createMany({ data: [token('c')] })).toEqual({ count: 1 });
    const [a = '', b = ''] = many.map((row) => row.id);
    expect((await tokens.update({ where: key(a), data: { secret: { set: 'a2' } } })).secret).toBe('a2');
    await tokens.updateMany({ where: { id: b }, data: { secret: 'b2', details: { x: 1 } } });
    expect(await tokens.updateManyAndReturn({ where: { id: b }, data: { kind: 'kept' } })).toMatchObject([
      { secret: 'b2', details: { x: 1 } },
    ]);
    const upsert = (where: string) =>
      tokens.upsert({ where: key(where), create: { ...token('new'), id: where }, update: { secret: 'a3' } });
    expect((await upsert(a)).secret).toBe('a3');
    expect((await upsert(randomUUID())).secret).toBe('new');
    const both = await tokens.findMany({ where: { id: { in: [a, b] } } });
    expect(both.map((row) => row.secret).sort()).toEqual(['a3', 'b2']);
    expect(await tokens.findFirstOrThrow({ where: { id: a }, omit: { secret: true } })).not.toHaveProperty(
      'secret',
    );
    expect((await tokens.delete({ where: key(b) })).secret).toBe('b2');
    const { rows } = await fixture.superuser.query(
      "select count(*)::int as n from core.integration_tokens where ciphertext not like 'enc:1:%'",
    );
    expect(rows).toEqual([{ n: 0 }]);
  });

  test('in nested writes and reads as well, within a transaction and from a followed relation', async () => {
    const { id } = await client.$transaction((tx) =>
      tx.integration.create({
        data: {
          provider: 'asana',
          name: 'Asana',
          tokens: {
            create: [{ kind: 'one', secret: 'n1' }],
            createMany: { data: [{ kind: 'two', secret: 'n2', details: [1] }] },
          },
        },
      }),
    );
    const where = { tenantId_integrationId_kind: { tenantId, integrationId: id, kind: 'one' } };
    const updated = await client.integration.update({
      where: key(id),
      data: {
        tokens: {
          update: [{ where, data: { secret: 'n1b' } }],
          updateMany: { where: { kind: 'two' }, data: { secret: 'n2b' } },
          upsert: {
            where: { tenantId_integrationId_kind: { tenantId, integrationId: id, kind: 'three' } },
            create: { kind: 'three', secret: 'n3' },
            update: {},
          },
        },
      },
      include: { tokens: { orderBy: { kind: 'asc' } } },
    });
    expect(updated.tokens.map(({ kind, secret, details }) => [kind, secret, details])).toEqual([
      ['one', 'n1b', null],
      ['three', 'n3', null],
      ['two', 'n2b', [1]],
    ]);
    const followed = await client.integration
      .findUnique({ where: key(id) })
      .tokens({ where: { kind: 'one' } });
    expect(followed?.map((one) => one.secret)).toEqual(['n1b']);
    const tenant = await client.tenant.findFirstOrThrow({
      select: {
        integrations: {
          where: { id },
          select: { tokens: { where: { secret: 'n3' }, select: { secret: true } } },
        },
      },
    });
    expect(tenant.integrations).toEqual([{ tokens: [{ secret: 'n3' }] }]);
    expect(await client.integration.count({ where: { tokens: { some: { secret: 'n2b' } } } })).toBe(1);
  });

  test('without a value stays without', async () => {
    const { Prisma } = await import('../../../generated/prisma/client.ts');
    const { id } = await client.integrationToken.create({ data: token('x', { a: 1 }) });
    const update = (details: typeof Prisma.DbNull | typeof Prisma.JsonNull) =>
      client.integrationToken.update({ where: key(id), data: { details } });
    expect((await update(Prisma.JsonNull)).details).toBeNull();
    expect((await stored(id)).details).toMatch(/^enc:/);
    expect((await update(Prisma.DbNull)).details).toBeNull();
    expect((await stored(id)).details).toBeNull();
    expect(await client.integrationToken.count({ where: { id, details: { equals: Prisma.DbNull } } })).toBe(
      1,
    );
  });
});

describe('the blind index', () => {
  test('finds equal values, of the own tenant only', async () => {
    const { id } = await client.integrationToken.create({ data: token('needle') });
    const find = (where: Parameters<typeof client.integrationToken.count>[0]) =>
      client.integrationToken.count(where);
    expect((await client.integrationToken.findFirst({ where: { secret: 'needle' } }))?.id).toBe(id);
    expect(await find({ where: { id, secret: { equals: 'needle' } } })).toBe(1);
    expect(await find({ where: { id, secret: { in: ['other', 'needle'] } } })).toBe(1);
    expect(await find({ where: { id, secret: { not: 'needle' } } })).toBe(0);
    expect(await find({ where: { id, NOT: { secret: 'other' }, OR: [{ secret: 'needle' }] } })).toBe(1);
    await client.integrationToken.updateMany({ where: { secret: 'needle' }, data: { secret: 'pin' } });
    expect(await find({ where: { secret: 'needle' } })).toBe(0);
    expect(await find({ where: { secret: 'pin' } })).toBe(1);

    const other = fixture.db.forTenant({ tenantId: fixture.tenants[1] });
    const theirs = await other.integration.create({
      data: { provider: 'p', name: 'n', tokens: { create: { kind: 'k', secret: 'pin' } } },
      include: { tokens: true },
    });
    expect((await stored(theirs.tokens[0]?.id ?? '')).secret_index?.length).toBe(32);
    expect((await stored(theirs.tokens[0]?.id ?? '')).secret_index).not.toEqual(
      (await stored(id)).secret_index,
    );
  });

  test('is the same for processes that use it for the first time at once', async () => {
    const { rows } = await fixture.superuser.query<{ id: string }>(
      `insert into core.tenants (slug, name, contact_email) values ('fresh', 'f', 'a@b.c') returning id`,
    );
    const fresh = rows[0]?.id ?? '';
    const clients = Array.from({ length: 4 }, () =>
      fixture.open({ pool: { max: 1 } }).forTenant({ tenantId: fresh }),
    );
    await Promise.all(
      clients.map((one, i) =>
        // One connection, and it is in use: the key comes over another.
        one.$transaction((tx) =>
          tx.integration.create({
            data: { provider: 'p', name: `${i}`, tokens: { create: { kind: 'k', secret: 'same' } } },
          }),
        ),
      ),
    );
    expect(await clients[0]?.integrationToken.count({ where: { secret: 'same' } })).toBe(4);
  });

  test.each<[string, (c: TenantClient) => Promise<unknown>]>([
    ['a part of it', (c) => c.integrationToken.findMany({ where: { secret: { contains: 'n' } } })],
    ['an order', (c) => c.integrationToken.findMany({ orderBy: { secret: 'asc' } })],
    ['distinct values', (c) => c.integrationToken.findMany({ distinct: ['secret'] })],
    ['groups', (c) => c.integrationToken.groupBy({ by: ['secret'] })],
    ['the greatest', (c) => c.integrationToken.aggregate({ _max: { secret: true } })],
    ['one without an index', (c) => c.webhookSubscription.count({ where: { secret: 'x' } })],
    ['a nested one', (c) => c.integration.count({ where: { tokens: { some: { secret: { gt: 'a' } } } } })],
    [
      'an index of the caller’s making',
      (c) => c.integrationToken.updateMany({ data: { secretIndex: randomBytes(32) } }),
    ],
  ])('refuses %s, and says why', async (_label, query) => {
    await expect(query(client)).rejects.toMatchObject({
      code: 'QUERY_INVALID',
      message: expect.stringContaining('is encrypted: '),
    });
  });
});

test('in an array of queries, one that is refused ends them all', async () => {
  const before = await client.integration.count();
  const write = client.integration.create({
    data: { provider: 'p', name: 'array', tokens: { create: { kind: 'k', secret: 'x' } } },
  });
  const refused = client.integrationToken.count({ where: { secret: { contains: 'x' } } });
  expect(await codeOf(client.$transaction([write, refused]))).toBe('QUERY_INVALID');
  expect(await client.integration.count()).toBe(before);
  const [made, found] = await client.$transaction([
    client.integration.create({
      data: { provider: 'p', name: 'array', tokens: { create: { kind: 'k', secret: 'y' } } },
    }),
    client.integrationToken.findFirst({ where: { secret: 'y' }, select: { secret: true } }),
  ]);
  expect([made.name, found]).toEqual(['array', { secret: 'y' }]);
});

describe('against forgery', () => {
  test('the database refuses plain text', async () => {
    for (const set of [
      "ciphertext = 'plain'",
      "details = '{}'",
      'details = \'"plain"\'',
      "secret_index = 'short'",
    ]) {
      await expect(
        fixture.superuser.query(`update core.integration_tokens set ${set}`),
      ).rejects.toMatchObject({ code: '23514' });
    }
  });

  test('ciphertext of another tenant, of another field, or altered, is not opened', async () => {
    const other = fixture.db.forTenant({ tenantId: fixture.tenants[1] });
    const { secret: _, ...theirs } = await other.webhookSubscription.create({
      data: { url: 'https://x', secret: 'theirs' },
    });
    const mine = await client.webhookSubscription.create({ data: { url: 'https://y', secret: 'mine' } });
    const { id } = await client.integrationToken.create({ data: token('own') });
    const paste = (from: string) =>
      fixture.superuser.query(
        `update core.integration_tokens set ciphertext = (select ${from}) where id = $1`,
        [id],
      );
    const read = () => client.integrationToken.findFirst({ where: { id } });
    for (const from of [
      `secret_ciphertext from core.webhook_subscriptions where id = '${theirs.id}'`,
      `secret_ciphertext from core.webhook_subscriptions where id = '${mine.id}'`,
      `'enc:7:' || repeat('A', 60)`,
      `'enc:1:' || repeat('A', 60)`,
    ]) {
      await paste(from);
      await expect(read()).rejects.toMatchObject({
        code: 'DECRYPTION_FAILED',
        details: { model: 'IntegrationToken', fields: ['secret'] },
      });
    }
    expect(await client.integrationToken.findFirst({ where: { id }, select: { kind: true } })).not.toBeNull();
    await client.integrationToken.deleteMany({ where: { id } });
  });

  test('the admin role sees ciphertext, and cannot write', async () => {
    await fixture.db.asAdmin({ actor: 'a', reason: 'r' }, async (admin) => {
      for (const row of await admin.integrationToken.findMany()) expect(row.secret).toMatch(/^enc:1:/);
      expect(await codeOf(admin.integrationToken.updateMany({ data: { secret: 'x' } }))).toBe(
        'TENANT_CONTEXT_MISSING',
      );
    });
  });

  test('neither values nor their indexes reach the audit', async () => {
    const logs = await client.auditLog.findMany({ where: { entity: 'IntegrationToken' } });
    expect(logs.length).toBeGreaterThan(5);
    for (const { payload } of logs) {
      const { before = {}, after = {} } = payload as { before?: object; after?: object };
      expect(Object.keys({ ...before, ...after })).not.toEqual(expect.arrayContaining(['ciphertext']));
      expect(JSON.stringify([before, after])).not.toMatch(/ciphertext|secret_index|details|enc:/);
    }
  });
});
