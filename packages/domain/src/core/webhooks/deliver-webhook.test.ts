import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type Answer, type ReceivedRequest, type Receiver, startReceiver } from '../../../test/receiver.ts';
import { createTenantFixture, type TenantFixture } from '../../../test/tenants.ts';
import { recordWebhookEvent } from '../record-webhook-event.ts';
import { claimDueDeliveries } from './claim-due-deliveries.ts';
import { createWebhookSubscription } from './create-webhook-subscription.ts';
import { type DeliverOptions, deliverWebhook } from './deliver-webhook.ts';
import { redriveDelivery } from './redrive-delivery.ts';
import { verifyWebhook } from './verify-webhook.ts';

let fixture: TenantFixture;
const receivers: Receiver[] = [];

beforeAll(async () => {
  fixture = await createTenantFixture();
});
afterEach(async () => {
  await Promise.all(receivers.splice(0).map((receiver) => receiver.close()));
  await fixture.client.webhookEvent.deleteMany();
  await fixture.client.webhookSubscription.deleteMany();
});
afterAll(() => fixture.close());

const options: DeliverOptions = {
  allowPrivateAddresses: true,
  timeoutMs: 2_000,
  retry: { maxAttempts: 3, baseDelayMs: 1, maxDelayMs: 5 },
};
const claim = { limit: 10, limitPerSubscription: 10, leaseMs: 60_000 };

async function subscribe(
  answer?: (request: ReceivedRequest, count: number) => Answer | null,
  eventTypes: string[] = [],
) {
  const receiver = await startReceiver(answer);
  receivers.push(receiver);
  const subscription = await createWebhookSubscription(
    fixture.client,
    { url: receiver.url, eventTypes },
    { allowPrivateAddresses: true },
  );
  return { receiver, ...subscription };
}

function record(type: string, entityId: string = randomUUID()): Promise<string> {
  return fixture.client.$transaction((tx) =>
    recordWebhookEvent(tx, {
      type,
      entity: 'Order',
      entityId,
      payload: { number: 'SO-1', total: '1308.00' },
    }),
  );
}

/** Claims and delivers until nothing is due; short pauses of the back-off are waited for. */
async function drain(): Promise<string[]> {
  const states: string[] = [];
  for (;;) {
    const due = await claimDueDeliveries(fixture.client, claim);
    for (const delivery of due) states.push((await deliverWebhook(fixture.client, delivery, options)).state);
    if (due.length > 0) continue;
    const pending = await fixture.client.webhookDelivery.count({
      where: { status: 'PENDING', subscription: { isActive: true } },
    });
    if (pending === 0) return states;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

test('posts the event as JSON, signed so that the receiver can verify it', async () => {
  const { receiver, secret } = await subscribe();
  const entityId = randomUUID();
  const eventId = await record('order.placed', entityId);

  expect(await drain()).toEqual(['DELIVERED']);

  const [request] = receiver.requests;
  if (!request) throw new Error('nothing came');
  expect(request).toMatchObject({ method: 'POST', path: '/hooks' });
  expect(request.headers['content-type']).toBe('application/json');
  expect(verifyWebhook(secret, request).id).toBe(eventId);
  expect(JSON.parse(request.body)).toMatchObject({
    id: eventId,
    type: 'order.placed',
    timestamp: expect.stringMatching(/^\d{4}-.*Z$/),
    entity: 'Order',
    entityId,
    sequence: expect.stringMatching(/^\d+$/),
    data: { number: 'SO-1', total: '1308.00' },
  });
  expect(await fixture.client.webhookDelivery.findFirst()).toMatchObject({
    status: 'DELIVERED',
    attempts: 1,
    lastStatusCode: 204,
    lastError: null,
    deliveredAt: expect.any(Date),
  });
});

test('every subscription that wants the type gets the event', async () => {
  const all = await subscribe();
  const some = await subscribe(undefined, ['order.placed']);
  const none = await subscribe(undefined, ['invoice.paid']);
  await record('order.placed');
  await drain();
  expect([all, some, none].map(({ receiver }) => receiver.requests.length)).toEqual([1, 1, 0]);
});

test('is repeated under the same id until it is accepted', async () => {
  const { receiver } = await subscribe((_, count) => ({ status: count < 3 ? 500 : 200 }));
  await record('order.placed');
  expect(await drain()).toEqual(['RETRY', 'RETRY', 'DELIVERED']);
  expect(new Set(receiver.requests.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
});

test('is DEAD after the last attempt, and can be sent anew', async () => {
  let broken = true;
  await subscribe(() => ({ status: broken ? 503 : 200 }));
  await record('order.placed');
  expect(await drain()).toEqual(['RETRY', 'RETRY', 'DEAD']);
  const dead = await fixture.client.webhookDelivery.findFirstOrThrow();
  expect(dead).toMatchObject({
    status: 'DEAD',
    attempts: 3,
    lastStatusCode: 503,
    lastError: 'the receiver answered 503',
  });

  broken = false;
  await redriveDelivery(fixture.client, dead.id);
  expect(await drain()).toEqual(['DELIVERED']);
  await expect(redriveDelivery(fixture.client, dead.id)).rejects.toMatchObject({ code: 'STATE_ILLEGAL' });
  await expect(redriveDelivery(fixture.client, randomUUID())).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

test('events of one entity arrive in order, whatever fails; other entities do not wait', async () => {
  const [slow, other] = [randomUUID(), randomUUID()];
  const accepted: string[] = [];
  await subscribe(({ body }, count) => {
    const { entityId, type } = JSON.parse(body);
    if (entityId === slow && type === 'order.placed' && count < 3) return { status: 500 };
    accepted.push(entityId === slow ? type : 'other');
    return { status: 200 };
  });
  for (const type of ['order.placed', 'order.shipped', 'order.delivered']) await record(type, slow);
  await record('order.placed', other);
  await drain();
  expect(accepted).toEqual(['other', 'order.placed', 'order.shipped', 'order.delivered']);
});

test('a dead event lets the later ones of its entity through', async () => {
  const entityId = randomUUID();
  const { receiver } = await subscribe(({ body }) => ({
    status: JSON.parse(body).type === 'order.placed' ? 500 : 200,
  }));
  await record('order.placed', entityId);
  await record('order.shipped', entityId);
  expect(await drain()).toEqual(['RETRY', 'RETRY', 'DEAD', 'DELIVERED']);
  expect(receiver.requests).toHaveLength(4);
});

test('a delivery is given to one claimant only, however many ask at once', async () => {
  await subscribe();
  for (let i = 0; i < 20; i += 1) await record('order.placed');
  const claims = await Promise.all(
    Array.from({ length: 5 }, () =>
      claimDueDeliveries(fixture.client, { ...claim, limit: 20, limitPerSubscription: 7 }),
    ),
  );
  const ids = claims.flat().map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.length).toBeGreaterThan(0);
  expect(Math.max(...claims.map(({ length }) => length))).toBeLessThanOrEqual(7);
});

test('a claimant that never comes back loses its lease, and its late result does not count', async () => {
  await subscribe();
  await record('order.placed');
  const [lost] = await claimDueDeliveries(fixture.client, { ...claim, leaseMs: 1 });
  await new Promise((resolve) => setTimeout(resolve, 20));
  const [taken] = await claimDueDeliveries(fixture.client, claim);
  if (!lost || !taken) throw new Error('nothing was claimed');
  expect(taken).toMatchObject({ id: lost.id, attempt: 2 });
  expect((await deliverWebhook(fixture.client, taken, options)).state).toBe('DELIVERED');
  expect((await deliverWebhook(fixture.client, lost, options)).state).toBe('LEASE_LOST');
});

test('a receiver that is gone gets no more: the subscription is switched off', async () => {
  const { receiver } = await subscribe(() => ({ status: 410 }));
  await record('order.placed');
  await record('order.placed');
  const [first] = await claimDueDeliveries(fixture.client, { ...claim, limit: 1 });
  if (!first) throw new Error('nothing was claimed');
  expect((await deliverWebhook(fixture.client, first, options)).state).toBe('DEAD');
  expect(await claimDueDeliveries(fixture.client, claim)).toEqual([]);
  expect(receiver.requests).toHaveLength(1);
  expect(await fixture.client.webhookSubscription.findFirst()).toMatchObject({ isActive: false });
});

test('redirects are not followed, silence ends with the time-out, refusals are failures', async () => {
  const target = await subscribe(undefined, ['none.at.all']);
  await subscribe(() => ({ status: 302, headers: { location: target.receiver.url } }), ['order.redirected']);
  await subscribe(() => null, ['order.silent']);
  const closed = await subscribe(undefined, ['order.refused']);
  await closed.receiver.close();
  receivers.splice(receivers.indexOf(closed.receiver), 1);

  const errors: string[] = [];
  for (const type of ['order.redirected', 'order.silent', 'order.refused']) {
    await record(type);
    const [delivery] = await claimDueDeliveries(fixture.client, claim);
    if (!delivery) throw new Error('nothing was claimed');
    const { error } = await deliverWebhook(fixture.client, delivery, { ...options, timeoutMs: 300 });
    errors.push(error ?? '');
    await fixture.client.webhookEvent.deleteMany();
  }
  expect(errors).toEqual([
    'the receiver answered 302',
    'no answer within 300 ms',
    'the request failed: ECONNREFUSED',
  ]);
  expect(target.receiver.requests).toEqual([]);
});

test('a private address is not connected to, however it came into the database', async () => {
  const { receiver } = await subscribe();
  const named = await subscribe();
  await fixture.client.webhookSubscription.updateMany({
    where: { id: named.id },
    data: { url: named.url.replace('127.0.0.1', 'localtest.invalid') },
  });
  await record('order.placed');
  const due = await claimDueDeliveries(fixture.client, claim);
  const strict = { ...options, allowPrivateAddresses: false };
  const outcomes = await Promise.all(due.map((delivery) => deliverWebhook(fixture.client, delivery, strict)));
  expect(outcomes.map(({ error }) => error)).toContain('The URL must lead to a public address.');
  expect(receiver.requests).toEqual([]);
});

test('a tenant neither sees nor delivers what belongs to another', async () => {
  await subscribe();
  await record('order.placed');
  const { client } = await fixture.addTenant('second');
  expect(await claimDueDeliveries(client, claim)).toEqual([]);
});

test('the secret lies in the database encrypted, and never in the audit', async () => {
  const { secret, id } = await subscribe();
  const [stored] = await fixture.client.$queryRaw<{ secret: string }[]>`
    SELECT secret_ciphertext AS secret FROM core.webhook_subscriptions WHERE id = ${id}::uuid`;
  expect(stored?.secret).toMatch(/^enc:1:/);
  expect(stored?.secret).not.toContain(secret.slice(6, 20));
  const logs = await fixture.client.auditLog.findMany({
    where: { entity: 'WebhookSubscription', entityId: id },
  });
  expect(logs.length).toBeGreaterThan(0);
  expect(JSON.stringify(logs)).not.toContain('secret_ciphertext');
});

test('a secret that cannot be decrypted is a failed attempt, not the end of the worker', async () => {
  const { receiver, id } = await subscribe();
  await fixture.client.$executeRaw`
    UPDATE core.webhook_subscriptions SET secret_ciphertext = overlay(secret_ciphertext PLACING 'AAAA' FROM 10)
    WHERE id = ${id}::uuid`;
  await record('order.placed');
  const [delivery] = await claimDueDeliveries(fixture.client, claim);
  if (!delivery) throw new Error('nothing was claimed');
  expect(await deliverWebhook(fixture.client, delivery, options)).toEqual({
    state: 'RETRY',
    error: 'the signing secret cannot be decrypted',
  });
  expect(receiver.requests).toEqual([]);
});

test('a subscription to a private address is refused', async () => {
  await expect(
    createWebhookSubscription(fixture.client, { url: 'http://169.254.169.254/latest' }),
  ).rejects.toMatchObject({ code: 'WEBHOOK_TARGET_REFUSED', fields: [{ field: 'url' }] });
});
