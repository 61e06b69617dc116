import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type Receiver, startReceiver } from '../../../test/receiver.ts';
import { createTenantFixture, type TenantFixture } from '../../../test/tenants.ts';
import { createUser } from '../create-user.ts';
import { verifyWebhook } from '../webhooks/verify-webhook.ts';
import { createWebhookSecret } from '../webhooks/webhook-secret.ts';
import { deliverNotifications } from './deliver-notifications.ts';
import { httpGateway } from './http-gateway.ts';
import { logGateway, type NotificationLine } from './log-gateway.ts';
import { redriveNotification } from './redrive-notification.ts';
import { sendNotification } from './send-notification.ts';

let fixture: TenantFixture;
let userId: string;
const receivers: Receiver[] = [];
const secret = createWebhookSecret();
const options = {
  concurrency: 10,
  leaseMs: 60_000,
  retry: { maxAttempts: 3, baseDelayMs: 1, maxDelayMs: 5 },
};

beforeAll(async () => {
  fixture = await createTenantFixture();
  const user = { name: 'Ada', email: 'ada@example.com', password: 'correct horse battery' };
  await fixture.db.asAdmin({ actor: 'test', reason: 'the default role' }, (admin) =>
    admin.role.create({ data: { system: 'core', name: 'user', description: 'Default' } }),
  );
  userId = (await createUser(fixture.client, user)).id;
});
afterEach(async () => {
  await Promise.all(receivers.splice(0).map((receiver) => receiver.close()));
  await fixture.client.notification.deleteMany();
});
afterAll(() => fixture.close());

const mail = (title: string, to = userId) =>
  sendNotification(fixture.client, { userIds: [to], title, body: 'The text', channel: 'EMAIL' });
async function gatewayThat(answer: (count: number) => number) {
  const receiver = await startReceiver((_, count) => ({ status: answer(count) }));
  receivers.push(receiver);
  return { receiver, gateway: httpGateway({ url: receiver.url, secret, timeoutMs: 2_000 }) };
}
const states = () => fixture.client.notification.findMany({ orderBy: { createdAt: 'asc' } });

test('a message reaches the gateway once, signed, with whom it is for; what is for the application does not', async () => {
  const { receiver, gateway } = await gatewayThat(() => 204);
  await mail('Hello');
  await sendNotification(fixture.client, { userIds: [userId], title: 'In the application' });
  const runs = await Promise.all(
    Array.from({ length: 20 }, () => deliverNotifications(fixture.client, gateway, options)),
  );
  expect(runs.reduce((sum, { delivered }) => sum + delivered, 0)).toBe(1);
  expect(receiver.requests).toHaveLength(1);
  const [request] = receiver.requests;
  const [sent] = await fixture.client.notification.findMany({ where: { channel: 'EMAIL' } });
  expect(verifyWebhook(secret, request as NonNullable<typeof request>).id).toBe(sent?.id);
  expect(JSON.parse(request?.body ?? '')).toMatchObject({
    channel: 'EMAIL',
    title: 'Hello',
    body: 'The text',
    recipient: { kind: 'user', id: userId, name: 'Ada', email: 'ada@example.com' },
  });
  expect(sent?.deliveredAt).not.toBeNull();
  expect(await deliverNotifications(fixture.client, gateway, options)).toEqual({
    delivered: 0,
    failed: 0,
    dead: 0,
  });
});

test('a gateway that fails is tried again; one that never answers right gets no more, until somebody says so', async () => {
  const { receiver, gateway } = await gatewayThat((count) => (count === 1 ? 500 : 204));
  await mail('Second time');
  const drain = async (to = gateway) => {
    for (;;) {
      await deliverNotifications(fixture.client, to, options);
      const open = await fixture.client.notification.count({ where: { deliveredAt: null, failedAt: null } });
      if (open === 0) return;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  };
  await drain();
  expect(receiver.requests.map(({ headers }) => headers['webhook-id'])).toEqual(
    Array(2).fill((await states())[0]?.id),
  );
  const broken = await gatewayThat((count) => (count <= 3 ? 503 : 204));
  await mail('Given up');
  await drain(broken.gateway);
  const dead = (await states()).at(-1);
  expect(dead).toMatchObject({ attempts: 3, deliveredAt: null, lastError: 'the receiver answered 503' });
  expect(dead?.failedAt).not.toBeNull();
  await redriveNotification(fixture.client, { notificationId: dead?.id ?? '' });
  await expect(redriveNotification(fixture.client, { notificationId: dead?.id ?? '' })).rejects.toThrow(
    'Only a notification that was given up',
  );
  await drain(broken.gateway);
  expect((await states()).at(-1)).toMatchObject({ attempts: 1, failedAt: null });
});

test('nothing is sent to who may not be used any more, and nothing of another tenant', async () => {
  const { receiver, gateway } = await gatewayThat(() => 204);
  const other = await fixture.addTenant('other');
  await mail('Too late');
  expect(await deliverNotifications(other.client, gateway, options)).toMatchObject({ delivered: 0 });
  await fixture.client.user.updateMany({ where: { id: userId }, data: { status: 'SUSPENDED' } });
  expect(await deliverNotifications(fixture.client, gateway, options)).toMatchObject({ dead: 1 });
  expect(receiver.requests).toEqual([]);
  await fixture.client.user.updateMany({ where: { id: userId }, data: { status: 'ACTIVE' } });
});

test('the log of development gets ids, and no word of it', async () => {
  const lines: NotificationLine[] = [];
  await mail('A secret title');
  await deliverNotifications(
    fixture.client,
    logGateway((line) => lines.push(line)),
    options,
  );
  expect(lines).toMatchObject([{ channel: 'EMAIL', recipientId: userId }]);
  expect(JSON.stringify(lines)).not.toMatch(/secret|The text|ada@|Ada/);
});
