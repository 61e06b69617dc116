import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { createDb, type Db } from '@org/db';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Home, newHome, query } from './orgdb.ts';

const TIMEOUT = 60_000;
let home: Home;
let db: Db;
let owner: string;
let masterKey: string;

const ids = { one: '', two: '' };
beforeAll(async () => {
  home = await newHome();
  await home.up(['--no-seed']);
  owner = (await home.run(['url', '--role', 'owner'])).stdout.trim();
  for (const { id, slug } of await query<{ id: string; slug: 'one' | 'two' }>(
    owner,
    `INSERT INTO core.tenants (slug, name, contact_email) VALUES ('one', 'o', 'a@b.c'), ('two', 't', 'a@b.c') RETURNING id, slug`,
  )) {
    ids[slug] = id;
  }
  ({ masterKey } = JSON.parse(await readFile(path.join(home.directory, 'credentials.json'), 'utf8')));
  db = createDb({
    url: (await home.run(['url'])).stdout.trim(),
    masterKey: { id: 'main', key: Buffer.from(masterKey, 'base64') },
  });
  for (const tenantId of Object.values(ids)) {
    await db
      .forTenant({ tenantId })
      .webhookSubscription.create({ data: { url: 'https://x', secret: 'kept' } });
  }
}, TIMEOUT);
afterAll(async () => {
  await db.close();
  await home.dispose();
}, TIMEOUT);

const stored = async () =>
  (
    await query<{ version: string }>(
      owner,
      `SELECT t.slug || ' ' || split_part(s.secret_ciphertext, ':', 2) AS version FROM core.webhook_subscriptions AS s
       JOIN core.tenants AS t ON t.id = s.tenant_id ORDER BY 1`,
    )
  ).map((row) => row.version);

test(
  'a new data key encrypts the values of the tenants that are named, or of all',
  async () => {
    expect(await home.json(['keys', 'rotate', '--data', '--tenant', 'one'])).toEqual({
      code: 0,
      value: { data: [{ tenant: 'one', version: 2, rewritten: 1, remaining: 0, unreadable: {} }] },
    });
    expect(await stored()).toEqual(['one 2', 'two 1']);
    expect(await home.run(['keys', 'rotate', '--data', '--batch-size', '1'])).toMatchObject({
      code: 0,
      stderr: expect.stringContaining('two: version 2, 1 values encrypted anew'),
    });
    expect(await stored()).toEqual(['one 3', 'two 2']);
    expect(await home.json(['keys', 'reencrypt'])).toMatchObject({
      code: 0,
      value: { reencrypt: [{ rewritten: 0 }, {}] },
    });
    const client = db.forTenant({ tenantId: ids.one });
    expect((await client.webhookSubscription.findFirstOrThrow()).secret).toBe('kept');
  },
  TIMEOUT,
);

test(
  'a new master key wraps the keys of all; status tells when the old one can go',
  async () => {
    const ORG_MASTER_KEY = `next:${randomBytes(32).toString('base64')},main:${masterKey}`;
    expect(await home.json(['keys', 'rotate', '--master'], { ORG_MASTER_KEY })).toEqual({
      code: 0,
      value: {
        master: [
          { tenant: 'one', keys: 3 },
          { tenant: 'two', keys: 2 },
        ],
      },
    });
    const { value } = await home.json(['keys', 'status']);
    expect(value).toMatchObject({
      tenants: [
        { slug: 'one', version: 3, masterKeys: ['next'] },
        { slug: 'two', version: 2, masterKeys: ['next'] },
      ],
    });
    // The local key alone reads nothing any more, and the message says why.
    const failed = await home.run(['keys', 'reencrypt']);
    expect(failed).toMatchObject({ code: 1, stdout: '' });
    expect(failed.stderr).toContain('"next", which was not given. [MASTER_KEY_MISSING]');
  },
  TIMEOUT,
);

test(
  'values that cannot be read are named, and the exit code says so',
  async () => {
    const ORG_MASTER_KEY = `fresh:${randomBytes(32).toString('base64')}`;
    await query(owner, 'DELETE FROM core.tenant_keys');
    expect(
      await home.json(['keys', 'rotate', '--data', '--tenant', 'one'], { ORG_MASTER_KEY }),
    ).toMatchObject({
      code: 1,
      value: { data: [{ version: 1, rewritten: 0, unreadable: { 'WebhookSubscription.secret': 1 } }] },
    });
  },
  TIMEOUT,
);

test(
  'what is missing or unknown is a matter of usage',
  async () => {
    for (const args of [
      ['keys', 'rotate'],
      ['keys', 'rotate', '--data', '--master'],
      ['keys', 'rotate', '--data', '--batch-size', '0'],
      ['keys', 'rotate', '--data', '--tenant', 'nobody'],
    ]) {
      expect((await home.run(args)).code, args.join(' ')).toBe(2);
    }
    const bad = await home.run(['keys', 'reencrypt'], { ORG_MASTER_KEY: 'short' });
    expect(bad.code).toBe(2);
    expect(bad.stderr).toContain('ORG_MASTER_KEY must be 32 bytes');
    expect(bad.stderr).not.toContain('short');
  },
  TIMEOUT,
);
