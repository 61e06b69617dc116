import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { createDb } from '@org/db';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Home, newHome, query } from './orgdb.ts';

const WHO = ['--actor', 'dpo@org.example', '--reason', 'contract ended'];
let home: Home;
let archive: string;
let masterKey: string;
let tenantId: string;

async function readSecret(key: { id: string; key: Buffer }): Promise<string> {
  const db = createDb({ url: (await home.run(['url'])).stdout.trim(), masterKey: key });
  try {
    return (await db.forTenant({ tenantId }).webhookSubscription.findFirstOrThrow()).secret;
  } finally {
    await db.close();
  }
}

beforeAll(async () => {
  home = await newHome();
  archive = path.join(home.directory, '..', 'archive');
  await home.up(['--no-seed']);
  const owner = (await home.run(['url', '--role', 'owner'])).stdout.trim();
  const [row] = await query<{ id: string }>(
    owner,
    `INSERT INTO core.tenants (slug, name, contact_email) VALUES ('leaving', 'l', 'a@b.c') RETURNING id`,
  );
  tenantId = row?.id ?? '';
  ({ masterKey } = JSON.parse(await readFile(path.join(home.directory, 'credentials.json'), 'utf8')));
  const db = createDb({
    url: (await home.run(['url'])).stdout.trim(),
    masterKey: { id: 'main', key: Buffer.from(masterKey, 'base64') },
  });
  await db.forTenant({ tenantId }).webhookSubscription.create({ data: { url: 'https://x', secret: 'kept' } });
  await db.close();
});
afterAll(() => home.dispose());

test('a tenant leaves with its rows, and its erasure is certified', async () => {
  const early = await home.run(['tenant', 'erase', 'leaving', '--confirm', 'leaving', ...WHO]);
  expect(early).toMatchObject({ code: 5, stderr: expect.stringContaining('[EXPORT_MISSING]') });
  expect(await home.json(['tenant', 'export', 'leaving', '--to', archive, ...WHO])).toMatchObject({
    code: 0,
    value: { tenant: { slug: 'leaving' }, tables: { 'core.webhook_subscriptions': 1 } },
  });
  expect((await home.run(['tenant', 'erase', 'leaving', ...WHO])).code).toBe(5);
  const counted = await home.run(['tenant', 'erase', 'leaving', '--dry-run', ...WHO]);
  expect(counted.stdout).toContain('core.webhook_subscriptions  1');

  const folder = path.join(archive, '..', 'certificates');
  const erase = ['tenant', 'erase', 'leaving', '--confirm', 'leaving', '--certificate', folder, ...WHO];
  const erased = await home.run(erase, { ORG_SIGNING_KEY: 'a key' });
  expect(erased).toMatchObject({ code: 0, stdout: expect.stringContaining('CERTIFICATE OF ERASURE') });
  expect((await home.json(['tenants'])).value).toEqual({ tenants: [] });
  // A certificate that got lost is written again, as it was.
  const again = (await home.json(erase)).value as { files: [string, string]; signature: string };
  const written = JSON.parse(await readFile(again.files[0], 'utf8'));
  expect(again).toMatchObject(written);
  expect(written).toMatchObject({
    actor: 'dpo@org.example',
    signature: expect.stringMatching(/^[0-9a-f]{64}$/),
  });
  expect(await readFile(again.files[1], 'utf8')).toBe(erased.stdout.split('\nWritten')[0]);
});

test('under another master key it comes back only with the old one, and is wrapped anew', async () => {
  const next = randomBytes(32);
  const ORG_MASTER_KEY = `next:${next.toString('base64')}`;
  const refused = await home.run(['tenant', 'import', archive, ...WHO], { ORG_MASTER_KEY });
  expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining('"main", which was not given') });
  const wrong = `${ORG_MASTER_KEY},main:${next.toString('base64')}`;
  const stranger = await home.run(['tenant', 'import', archive, ...WHO], { ORG_MASTER_KEY: wrong });
  expect(stranger.stderr).toContain('the key given by that name is another one');
  expect((await home.json(['tenants'])).value).toEqual({ tenants: [] });

  const both = `${ORG_MASTER_KEY},main:${masterKey}`;
  expect(
    await home.json(['tenant', 'import', archive, '--as', 'back', ...WHO], { ORG_MASTER_KEY: both }),
  ).toMatchObject({
    code: 0,
    value: { tenant: { slug: 'back' }, rewrapped: expect.any(Number), resumed: 0 },
  });
  expect(await readSecret({ id: 'next', key: next })).toBe('kept');
});

test('what is missing or unknown is a matter of usage', async () => {
  for (const args of [
    ['export', 'back', '--to', archive],
    ['import', home.directory, ...WHO],
    ['erase', 'nobody', '--confirm', 'nobody', ...WHO],
  ]) {
    expect((await home.run(['tenant', ...args])).code, args.join(' ')).toBe(2);
  }
});
