import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { codeOf, createFixture, type Fixture } from '../../../test/two-tenants.ts';
import type { Db } from '../../client/create-db.ts';
import type { TenantClient } from '../../client/tenant-client.ts';
import { type KeyContext, localKeyService } from '../key-service.ts';
import { reencrypt } from './reencrypt.ts';
import { rewrapKeys, rotateDataKey } from './rotate-keys.ts';

const old = { id: 'master-old', key: randomBytes(32) };
const next = { id: 'master-new', key: randomBytes(32) };
let fixture: Fixture;
beforeAll(async () => {
  fixture = await createFixture({ masterKey: old });
});
afterAll(() => fixture?.end());

let tenantId: string;
let client: TenantClient;
const clientOf = (db: Db) => db.forTenant({ tenantId });
/** Each test has a tenant of its own, with 30 tokens. */
beforeEach(async () => {
  const { rows } = await fixture.superuser.query<{ id: string }>(
    `insert into core.tenants (slug, name, contact_email) values (gen_random_uuid()::text, 't', 'a@b.c') returning id`,
  );
  tenantId = rows[0]?.id ?? '';
  client = clientOf(fixture.db);
  await client.integration.create({
    data: {
      provider: 'p',
      name: 'n',
      tokens: {
        create: Array.from({ length: 30 }, (_, i) => ({
          kind: `${i}`,
          secret: `first-${i}`,
          ...(i % 2 ? {} : { details: { i } }),
        })),
      },
    },
  });
});

/** Values of the tenant's tokens, by the version of the key that they are encrypted with. */
async function versions(): Promise<Record<string, number>> {
  const { rows } = await fixture.superuser.query<{ version: string; n: number }>(
    `select split_part(value, ':', 2) as version, count(*)::int as n
     from core.integration_tokens, unnest(array[ciphertext, details #>> '{}']) as value
     where tenant_id = $1 and value is not null group by 1`,
    [tenantId],
  );
  return Object.fromEntries(rows.map(({ version, n }) => [version, n]));
}

describe('a new data key', () => {
  test('serves new values; older ones are readable, and found, before and after they are encrypted anew', async () => {
    expect(await rotateDataKey(client)).toBe(2);
    await client.integrationToken.updateMany({ where: { kind: '0' }, data: { secret: 'second-0' } });
    expect(await versions()).toEqual({ 1: 44, 2: 1 });
    expect(await client.integrationToken.count({ where: { secret: { in: ['first-1', 'second-0'] } } })).toBe(
      2,
    );

    const before = await client.integrationToken.findMany({ orderBy: { id: 'asc' } });
    expect(await reencrypt(client, { batchSize: 7 })).toEqual({
      version: 2,
      rewritten: 44,
      remaining: 0,
      unreadable: {},
    });
    expect(await versions()).toEqual({ 2: 45 });
    const after = await client.integrationToken.findMany({ orderBy: { id: 'asc' } });
    expect(after).toEqual(before);
    expect(await client.integrationToken.count({ where: { secret: 'first-1' } })).toBe(1);
    expect(await reencrypt(client)).toMatchObject({ rewritten: 0, remaining: 0 });
  });

  test('a run that is cut off is completed by the next one', async () => {
    await rotateDataKey(client);
    let batches = 0;
    const signal = {
      get aborted() {
        batches += 1;
        return batches > 2;
      },
    } as AbortSignal;
    expect(await reencrypt(client, { batchSize: 10, signal })).toMatchObject({
      rewritten: 20,
      remaining: 25,
    });
    expect(await reencrypt(client, { batchSize: 10 })).toMatchObject({ rewritten: 25, remaining: 0 });
  });

  test('is taken up while others read and write: nothing is unreadable, and no write is lost', async () => {
    const written = new Map<string, string>();
    let running = true;
    // Processes of their own, which know of the rotation as late as any.
    const writers = [0, 1].map(async (writer) => {
      const own = clientOf(fixture.open());
      for (let i = 0; running; i += 1) {
        const kind = `${(i * 2 + writer) % 30}`;
        const secret = `w${writer}-${i}`;
        const { count } = await own.integrationToken.updateMany({ where: { kind }, data: { secret } });
        expect(count).toBe(1);
        written.set(kind, secret);
      }
    });
    const reader = (async () => {
      const own = clientOf(fixture.open());
      let reads = 0;
      for (; running; reads += 1) {
        const rows = await own.integrationToken.findMany();
        expect(rows.filter((row) => !/^(first|w[01])-\d+$/.test(row.secret))).toEqual([]);
      }
      return reads;
    })();
    try {
      for (let round = 0; round < 5; round += 1) {
        await rotateDataKey(client);
        await reencrypt(client, { batchSize: 5 });
      }
    } finally {
      running = false;
    }
    await Promise.all(writers);
    expect(await reader).toBeGreaterThan(0);
    expect(await reencrypt(client)).toMatchObject({ version: 6, remaining: 0, unreadable: {} });
    expect(Object.keys(await versions())).toEqual(['6']);
    const rows = await client.integrationToken.findMany();
    for (const { kind, secret } of rows) expect(secret).toBe(written.get(kind) ?? `first-${kind}`);
  });

  test('values that cannot be read are counted and left; a missing blind index is filled in', async () => {
    await fixture.superuser.query(
      `update core.integration_tokens set ciphertext = 'enc:1:' || repeat('A', 60) where tenant_id = $1 and kind = '3'`,
      [tenantId],
    );
    await fixture.superuser.query(
      `update core.integration_tokens set secret_index = null where tenant_id = $1 and kind = '4'`,
      [tenantId],
    );
    expect(await client.integrationToken.count({ where: { secret: 'first-4' } })).toBe(0);
    expect(await reencrypt(client)).toEqual({
      version: 1,
      rewritten: 1,
      remaining: 0,
      unreadable: {},
    });
    expect(await client.integrationToken.count({ where: { secret: 'first-4' } })).toBe(1);
    await rotateDataKey(client);
    expect(await reencrypt(client, { batchSize: 4 })).toMatchObject({
      rewritten: 44,
      remaining: 0,
      unreadable: { 'IntegrationToken.secret': 1 },
    });
  });

  test('is the tenant’s own', async () => {
    const before = await versions();
    const other = fixture.db.forTenant({ tenantId: fixture.tenants[1] });
    await rotateDataKey(other);
    await reencrypt(other);
    expect(await versions()).toEqual(before);
    await fixture.db.asAdmin({ actor: 'a', reason: 'r' }, async (admin) => {
      expect(await codeOf(rotateDataKey(admin))).toBe('TENANT_CONTEXT_MISSING');
    });
  });
});

describe('a new master key', () => {
  test('takes over without a stop: first it unwraps, then it wraps, then the old one goes', async () => {
    const reads = async (db: Db) => (await clientOf(db).integrationToken.findMany()).length;
    const both = fixture.open({ masterKey: [next, old] });
    expect(await codeOf(reads(fixture.open({ masterKey: next })))).toBe('MASTER_KEY_MISSING');
    const [rewrapped] = await Promise.all([
      rewrapKeys(clientOf(both)),
      reads(fixture.open({ masterKey: [old, next] })),
      reads(both),
    ]);
    expect(rewrapped).toBe(2);
    expect(await rewrapKeys(clientOf(both))).toBe(0);
    expect(await reads(fixture.open({ masterKey: next }))).toBe(30);
    expect(await reads(fixture.open({ masterKey: [old, next] }))).toBe(30);
    expect(await codeOf(reads(fixture.open()))).toBe('MASTER_KEY_MISSING');
    const { rows } = await fixture.superuser.query(
      'select distinct master_key_id from core.tenant_keys where tenant_id = $1',
      [tenantId],
    );
    expect(rows).toEqual([{ master_key_id: next.id }]);
  });

  test('may live in a service, which is asked once a key, and may fail', async () => {
    const asked: KeyContext[] = [];
    let broken = true;
    const inside = localKeyService(next);
    const kms = {
      id: next.id,
      wrap: inside.wrap,
      unwrap: async (wrapped: Uint8Array, context: KeyContext) => {
        asked.push(context);
        if (broken) throw new Error('the network is down');
        return await inside.unwrap(wrapped, context);
      },
    };
    const db = fixture.open({ masterKey: [kms, old] });
    expect(await rewrapKeys(clientOf(db))).toBe(2);
    const read = () => clientOf(db).integrationToken.findMany();
    await expect(read()).rejects.toMatchObject({ code: 'KEY_SERVICE_FAILED', retryable: true, status: 503 });
    broken = false;
    asked.length = 0;
    await Promise.all(Array.from({ length: 10 }, read));
    expect(asked).toEqual([{ tenantId, purpose: 'DATA', version: 1 }]);
  });

  test('a wrapped key that was moved to another tenant, purpose or version does not unwrap', async () => {
    const { rows } = await fixture.superuser.query<{ wrapped_key: Buffer }>(
      "select wrapped_key from core.tenant_keys where tenant_id = $1 and purpose = 'DATA'",
      [tenantId],
    );
    const context = { tenantId, purpose: 'DATA', version: 1 } as const;
    const unwrap = (moved: Partial<KeyContext>) =>
      localKeyService(old).unwrap(rows[0]?.wrapped_key ?? Buffer.alloc(0), { ...context, ...moved });
    expect(await unwrap({})).toHaveLength(32);
    for (const moved of [{ tenantId: fixture.tenants[1] }, { purpose: 'INDEX' }, { version: 2 }] as const) {
      expect(await codeOf(unwrap(moved))).toBe('DECRYPTION_FAILED');
    }
  });
});
