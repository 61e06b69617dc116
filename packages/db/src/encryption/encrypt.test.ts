import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { codeOf, createFixture, type Fixture } from '../../test/two-tenants.ts';
import { createDb } from '../client/create-db.ts';
import { decryptForTenant, decryptTextForTenant, encryptForTenant } from './encrypt.ts';

const master = { id: 'master-1', key: randomBytes(32) };
let fixture: Fixture;
beforeAll(async () => {
  fixture = await createFixture({ masterKey: master });
});
afterAll(() => fixture?.end());

const client = (tenant: 0 | 1, db = fixture.db) => db.forTenant({ tenantId: fixture.tenants[tenant] });

test('text and bytes come back, and look like noise meanwhile', async () => {
  const first = await encryptForTenant(client(0), 'Grüße', 'notes');
  const second = await encryptForTenant(client(0), 'Grüße', 'notes');
  expect(Buffer.from(first).equals(Buffer.from(second))).toBe(false);
  expect(Buffer.from(first).includes('Gr')).toBe(false);
  expect(await decryptTextForTenant(client(0), first, 'notes')).toBe('Grüße');
  const bytes = randomBytes(100_000);
  const sealed = await encryptForTenant(client(0), bytes, 'files');
  expect((await decryptForTenant(client(0), sealed, 'files')).equals(bytes)).toBe(true);
  expect(await decryptTextForTenant(client(0), await encryptForTenant(client(0), '', 'n'), 'n')).toBe('');
});

test('another tenant, purpose or byte makes it unreadable', async () => {
  const sealed = await encryptForTenant(client(0), 'secret', 'notes');
  await encryptForTenant(client(1), 'own', 'notes');
  expect(await codeOf(decryptForTenant(client(1), sealed, 'notes'))).toBe('DECRYPTION_FAILED');
  expect(await codeOf(decryptForTenant(client(0), sealed, 'other'))).toBe('DECRYPTION_FAILED');
  for (const at of [0, 1, 4, 5, 17, 33, sealed.length - 1]) {
    const changed = Uint8Array.from(sealed);
    changed[at] = (changed[at] ?? 0) ^ 1;
    expect(await codeOf(decryptForTenant(client(0), changed, 'notes'))).toBe('DECRYPTION_FAILED');
  }
  for (const length of [0, 4, 5, 20, sealed.length - 1]) {
    expect(await codeOf(decryptForTenant(client(0), sealed.subarray(0, length), 'notes'))).toBe(
      'DECRYPTION_FAILED',
    );
  }
});

test('processes that make a tenant’s first key at once agree on one', async () => {
  const tenant = await fixture.superuser.query<{ id: string }>(
    `insert into core.tenants (slug, name, contact_email) values ('fresh', 'f', 'a@b.c') returning id`,
  );
  const tenantId = tenant.rows[0]?.id ?? '';
  const processes = Array.from({ length: 8 }, () =>
    fixture.open({ pool: { max: 1 } }).forTenant({ tenantId }),
  );
  const sealed = await Promise.all(
    processes.map((process, i) => encryptForTenant(process, `from ${i}`, 'race')),
  );
  const read = await Promise.all(
    sealed.map((bytes, i) => decryptTextForTenant(processes[(i + 1) % 8] ?? client(0), bytes, 'race')),
  );
  expect(read).toEqual(processes.map((_, i) => `from ${i}`));
  const keys = await fixture.superuser.query('select version from core.tenant_keys where tenant_id = $1', [
    tenantId,
  ]);
  expect(keys.rows).toEqual([{ version: 1 }]);
});

test('where the newest key is retired, the next one is made, and what the old one encrypted stays readable', async () => {
  const tenantId = fixture.tenants[1];
  const sealed = await encryptForTenant(client(1), 'before', 'notes');
  await fixture.superuser.query('update core.tenant_keys set retired_at = now() where tenant_id = $1', [
    tenantId,
  ]);
  const later = fixture.open().forTenant({ tenantId });
  const next = await encryptForTenant(later, 'after', 'notes');
  expect([sealed[4], next[4]]).toEqual([1, 2]);
  expect(await decryptTextForTenant(later, sealed, 'notes')).toBe('before');
  expect(await decryptTextForTenant(client(1), next, 'notes')).toBe('after');
});

test('a key made within a transaction that is undone stays', async () => {
  const tenant = await fixture.superuser.query<{ id: string }>(
    `insert into core.tenants (slug, name, contact_email) values ('undone', 'u', 'a@b.c') returning id`,
  );
  const tenantId = tenant.rows[0]?.id ?? '';
  let sealed = new Uint8Array();
  await fixture.db
    .forTenant({ tenantId })
    .$transaction(async (tx) => {
      sealed = await encryptForTenant(tx, 'kept', 'notes');
      throw new Error('undo');
    })
    .catch(() => {});
  expect(await decryptTextForTenant(fixture.open().forTenant({ tenantId }), sealed, 'notes')).toBe('kept');
});

test('a new master key reads what the old one wrapped, as long as that is given', async () => {
  const sealed = await encryptForTenant(client(0), 'old', 'notes');
  const next = { id: 'master-2', key: randomBytes(32) };
  const both = client(0, fixture.open({ masterKey: [next, master] }));
  expect(await decryptTextForTenant(both, sealed, 'notes')).toBe('old');
  const only = client(0, fixture.open({ masterKey: next }));
  expect(await codeOf(decryptForTenant(only, sealed, 'notes'))).toBe('MASTER_KEY_MISSING');
  const impostor = client(0, fixture.open({ masterKey: { ...next, id: 'master-1' } }));
  expect(await codeOf(decryptForTenant(impostor, sealed, 'notes'))).toBe('DECRYPTION_FAILED');
});

test('without a master key, or without a tenant, nothing is encrypted', async () => {
  const db = createDb({ url: fixture.database.url('app') });
  const fresh = await fixture.superuser.query<{ id: string }>(
    `insert into core.tenants (slug, name, contact_email) values ('bare', 'b', 'a@b.c') returning id`,
  );
  const bare = db.forTenant({ tenantId: fresh.rows[0]?.id ?? '' });
  expect(await codeOf(encryptForTenant(bare, 'x', 'y'))).toBe('MASTER_KEY_MISSING');
  await db.close();
  expect(await codeOf(encryptForTenant({}, 'x', 'y'))).toBe('QUERY_INVALID');
  const admin = fixture.db.asAdmin({ actor: 'a', reason: 'r' }, (client) =>
    encryptForTenant(client, 'x', 'y'),
  );
  expect(await codeOf(admin)).toBe('TENANT_CONTEXT_MISSING');
});
