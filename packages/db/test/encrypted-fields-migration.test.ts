import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import pg from 'pg';
import { expect, test } from 'vitest';
import { createFixture } from './two-tenants.ts';

const folder = path.join(import.meta.dirname, '..', 'prisma/migrations/20261126080000_encrypted_fields');

test('what was encrypted as bytes before the fields were marked stays readable', async () => {
  const fixture = await createFixture({ masterKey: { id: 'm', key: randomBytes(32) } });
  const owner = new pg.Client({ connectionString: fixture.database.url('owner') });
  try {
    const client = fixture.db.forTenant({ tenantId: fixture.tenants[0] });
    // Long enough for base64 to break lines.
    const secret = 'x'.repeat(200);
    await client.webhookSubscription.create({ data: { url: 'https://x', secret } });
    await client.integration.create({
      data: { provider: 'p', name: 'n', tokens: { create: { kind: 'k', secret: 'token' } } },
    });
    await owner.connect();
    const run = async (file: string) => owner.query(await readFile(path.join(folder, file), 'utf8'));
    await run('rollback.sql');
    const { rows } = await owner.query<{ secret_ciphertext: Buffer }>(
      'select secret_ciphertext from core.webhook_subscriptions',
    );
    expect([...(rows[0]?.secret_ciphertext.subarray(0, 5) ?? [])]).toEqual([1, 0, 0, 0, 1]);
    await run('migration.sql');
    expect((await client.webhookSubscription.findFirstOrThrow()).secret).toBe(secret);
    expect((await client.integrationToken.findFirstOrThrow()).secret).toBe('token');
  } finally {
    await owner.end();
    await fixture.end();
  }
});
