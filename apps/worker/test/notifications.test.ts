import { randomBytes } from 'node:crypto';
import { recordWebhookEvent, verifyWebhook } from '@org/domain';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { createPlatform, type Platform, type Receiver, startReceiver } from './platform.ts';
import { startProgram } from './process.ts';

const masterKey = { id: 'main', key: new Uint8Array(randomBytes(32)) };
const secret = `whsec_${randomBytes(32).toString('base64')}`;

let platform: Platform;
let receiver: Receiver | undefined;

beforeAll(async () => {
  platform = await createPlatform(masterKey);
});
afterEach(async () => {
  await receiver?.close();
  receiver = undefined;
});
afterAll(() => platform.close());

const run = (job: string, env: Readonly<Record<string, string>> = {}) =>
  startProgram({ WORKER_DATABASE_URL: platform.database.url('worker'), ...env }, '--run', job);

async function tenantWithMail(slug: string) {
  const { client } = await platform.addTenant(slug);
  const user = { name: 'Ada', email: `ada@${slug}.example`, passwordHash: 'x', status: 'ACTIVE' } as const;
  const { id: userId } = await client.user.create({ data: user });
  const mail = { userId, title: 'Private title', body: 'Private text', channel: 'EMAIL' } as const;
  const { id } = await client.notification.create({ data: mail });
  return { client, id };
}

test('mail of all tenants goes to the gateway, signed, once; the log holds no word of it', async () => {
  const tenants = [await tenantWithMail('one'), await tenantWithMail('two')];
  receiver = await startReceiver();
  const env = { NOTIFICATION_GATEWAY: receiver.url, NOTIFICATION_GATEWAY_SECRET: secret };
  for (let times = 0; times < 2; times += 1) {
    const program = run('notifications', env);
    expect(await program.ended, program.output()).toBe(0);
    for (const word of ['Private', 'ada@', 'url-token', secret.slice(6)]) {
      expect(program.output()).not.toContain(word);
    }
  }
  const ids = receiver.requests.map((request) => verifyWebhook(secret, request).id);
  expect(ids.sort()).toEqual(tenants.map(({ id }) => id).sort());
});

test('without a gateway it waits; a gateway without a usable secret is refused at the start', async () => {
  const { client } = await tenantWithMail('three');
  expect(await run('notifications').ended).toBe(0);
  expect(await client.notification.findMany()).toMatchObject([{ deliveredAt: null, attempts: 0 }]);
  const refused = run('notifications', {
    NOTIFICATION_GATEWAY: 'http://127.0.0.1:9/',
    NOTIFICATION_GATEWAY_SECRET: 'whsec_short',
  });
  expect(await refused.ended).toBe(1);
  expect(refused.output()).toContain('NOTIFICATION_GATEWAY_SECRET must be whsec_');
});

test('events that are old are forgotten with their deliveries, those that are pending or new are not', async () => {
  const { client } = await platform.addTenant('four');
  const subscription = { url: 'http://127.0.0.1:9/', secret: 'x' };
  await client.webhookSubscription.create({ data: subscription });
  const record = (type: string) =>
    client.$transaction((tx) =>
      recordWebhookEvent(tx, { type, entity: 'Order', entityId: crypto.randomUUID(), payload: {} }),
    );
  const [delivered, dead, pending, fresh] = await Promise.all(
    ['delivered', 'dead', 'pending', 'fresh'].map(record),
  );
  const old = { createdAt: new Date(Date.now() - 40 * 86_400_000) };
  const olds = [delivered, dead, pending].map(String);
  await client.webhookEvent.updateMany({ where: { id: { in: olds } }, data: old });
  await client.webhookDelivery.updateMany({
    where: { eventId: { in: [delivered, fresh].map(String) } },
    data: { status: 'DELIVERED', deliveredAt: new Date() },
  });
  await client.webhookDelivery.updateMany({ where: { eventId: String(dead) }, data: { status: 'DEAD' } });
  expect(await run('webhook-retention').ended).toBe(0);
  const kept = await client.webhookEvent.findMany({ select: { type: true }, orderBy: { type: 'asc' } });
  expect(kept.map(({ type }) => type)).toEqual(['fresh', 'pending']);
  expect(await client.webhookDelivery.count()).toBe(2);
});
