import { randomBytes, randomUUID } from 'node:crypto';
import type { TenantClient } from '@org/db';
import { createWebhookSubscription, recordWebhookEvent, verifyWebhook } from '@org/domain';
import pg from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createPlatform, type Platform, type Received, type Receiver, startReceiver } from './platform.ts';
import { type Program, startProgram, until } from './process.ts';

const masterKey = { id: 'main', key: new Uint8Array(randomBytes(32)) };
const MASTER_KEY = Buffer.from(masterKey.key).toString('base64');

let platform: Platform;
let tenant: { tenantId: string; client: TenantClient };
const programs: Program[] = [];
const receivers: Receiver[] = [];

beforeEach(async () => {
  platform = await createPlatform(masterKey);
  tenant = await platform.addTenant('first');
});
afterEach(async () => {
  for (const { child, ended } of programs.splice(0)) {
    child.kill('SIGKILL');
    await ended;
  }
  await Promise.all(receivers.splice(0).map((receiver) => receiver.close()));
  await platform.close();
});

function start(env: Readonly<Record<string, string>> = {}): Program {
  const program = startProgram({
    WORKER_DATABASE_URL: platform.database.url('worker'),
    ORG_MASTER_KEY: MASTER_KEY,
    LOG_LEVEL: 'trace',
    WEBHOOK_ALLOW_PRIVATE: 'true',
    WEBHOOK_POLL_MS: '50',
    WEBHOOK_RETRY_MS: '20',
    ...env,
  });
  programs.push(program);
  return program;
}

async function subscribe(answer?: (request: Received) => Promise<number> | number, of = tenant) {
  const receiver = await startReceiver(answer);
  receivers.push(receiver);
  const { secret } = await createWebhookSubscription(
    of.client,
    { url: receiver.url },
    { allowPrivateAddresses: true },
  );
  return { receiver, secret };
}

function record(type: string, entityId: string = randomUUID(), { client } = tenant): Promise<string> {
  return client.$transaction((tx) =>
    recordWebhookEvent(tx, { type, entity: 'Order', entityId, payload: { type } }),
  );
}

const pending = ({ client } = tenant) => client.webhookDelivery.count({ where: { status: 'PENDING' } });
const typeOf = ({ body }: Received) => String(JSON.parse(body).type);

test("each tenant's events reach its own receivers, signed, and the log holds no secret", async () => {
  const other = await platform.addTenant('other');
  const [mine, theirs] = [await subscribe(), await subscribe(undefined, other)];
  const program = start();
  await program.ready;
  const [first, second] = [await record('order.placed'), await record('order.placed', randomUUID(), other)];
  await until(async () => (await pending()) + (await pending(other)) === 0);

  expect(mine.receiver.requests.map((request) => verifyWebhook(mine.secret, request).id)).toEqual([first]);
  expect(theirs.receiver.requests.map((request) => verifyWebhook(theirs.secret, request).id)).toEqual([
    second,
  ]);
  await until(() => program.output().includes('webhook delivered'));
  const password = new URL(platform.database.url('worker')).password;
  for (const secret of [mine.secret, mine.secret.slice(6), MASTER_KEY, password, 'url-token']) {
    expect(program.output()).not.toContain(secret);
  }
});

test('without a master key it says so and leaves the deliveries alone', async () => {
  await subscribe();
  await record('order.placed');
  const program = start({ ORG_MASTER_KEY: '' });
  await program.ready;
  await until(() => program.output().includes('ORG_MASTER_KEY is missing: webhooks are not delivered'));
  program.child.kill('SIGTERM');
  expect(await program.ended).toBe(0);
  expect(await tenant.client.webhookDelivery.findFirst()).toMatchObject({ status: 'PENDING', attempts: 0 });
});

test('retries, gives up in the end, and says so', async () => {
  let tries = 0;
  const { receiver } = await subscribe((request) => {
    if (typeOf(request) === 'order.cursed') return 500;
    tries += 1;
    return tries < 3 ? 503 : 200;
  });
  const program = start({ WEBHOOK_MAX_ATTEMPTS: '4' });
  await record('order.placed');
  await record('order.cursed');
  await until(async () => (await pending()) === 0);
  const states = await tenant.client.webhookDelivery.findMany({
    orderBy: { event: { sequence: 'asc' } },
    select: { status: true, attempts: true, lastStatusCode: true },
  });
  expect(states).toEqual([
    { status: 'DELIVERED', attempts: 3, lastStatusCode: 200 },
    { status: 'DEAD', attempts: 4, lastStatusCode: 500 },
  ]);
  expect(receiver.requests).toHaveLength(7);
  await until(() => program.output().includes('webhook given up'));
});

test('two workers at once send each event once, and each entity in order', async () => {
  const seen = new Map<string, string[]>();
  const { receiver } = await subscribe((request) => {
    const { entityId, type } = JSON.parse(request.body);
    seen.set(entityId, [...(seen.get(entityId) ?? []), type]);
    return 200;
  });
  const types = ['order.placed', 'order.approved', 'order.shipped', 'order.delivered'];
  const entities = Array.from({ length: 15 }, () => randomUUID());
  for (const type of types) for (const entity of entities) await record(type, entity);
  const both = [start(), start()];
  await Promise.all(both.map(({ ready }) => ready));
  await until(async () => (await pending()) === 0);

  expect(receiver.requests).toHaveLength(entities.length * types.length);
  expect([...seen.values()]).toEqual(entities.map(() => types));
  for (const program of both) await until(() => program.output().includes('webhook delivered'));
});

test('a worker that is killed in the middle of a delivery leaves it to the next one, under the same id', async () => {
  const gate = Promise.withResolvers<number>();
  const { receiver } = await subscribe(() => (receiver.requests.length === 1 ? gate.promise : 200));
  const eventId = await record('order.placed');
  const lease = { WEBHOOK_TIMEOUT_MS: '1500', WEBHOOK_LEASE_MS: '2000' };
  const first = start(lease);
  await until(() => receiver.requests.length === 1);
  first.child.kill('SIGKILL');
  await first.ended;
  gate.resolve(200);

  await start(lease).ready;
  await until(async () => (await pending()) === 0);
  expect(receiver.requests.map(({ headers }) => headers['webhook-id'])).toEqual([eventId, eventId]);
  expect(await tenant.client.webhookDelivery.findFirst()).toMatchObject({ status: 'DELIVERED', attempts: 2 });
});

test('asked to end, it finishes what it has begun and takes no more', async () => {
  const gate = Promise.withResolvers<number>();
  const { receiver } = await subscribe(() => gate.promise);
  const program = start();
  await program.ready;
  await record('order.placed');
  await until(() => receiver.requests.length === 1);
  program.child.kill('SIGTERM');
  await until(() => program.output().includes('the worker is stopping'));
  await record('order.placed');
  gate.resolve(200);

  expect(await program.ended).toBe(0);
  expect(receiver.requests).toHaveLength(1);
  expect(await tenant.client.webhookDelivery.count({ where: { status: 'DELIVERED' } })).toBe(1);
  const left = await connections();
  expect(left).toEqual([]);
});

test('does not wait for ever for a receiver when asked to end', async () => {
  const { receiver } = await subscribe(() => new Promise<number>(() => undefined));
  const program = start({ WORKER_SHUTDOWN_MS: '300' });
  await program.ready;
  await record('order.placed');
  await until(() => receiver.requests.length === 1);
  program.child.kill('SIGINT');
  expect(await program.ended).toBe(0);
  await until(() => program.output().includes('will be done again'));
});

test('goes on when the database comes back', async () => {
  const { receiver } = await subscribe();
  const program = start();
  await program.ready;
  await record('order.placed');
  await until(() => receiver.requests.length === 1);

  await asSuperuser(async (client, name) => {
    await client.query(`ALTER DATABASE ${name} ALLOW_CONNECTIONS false`);
    await client.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1', [name]);
    await until(() => program.output().includes('webhooks cannot be read'));
    await client.query(`ALTER DATABASE ${name} ALLOW_CONNECTIONS true`);
  });
  await record('order.shipped');
  await until(() => receiver.requests.length === 2);
  await until(() => program.output().includes('webhooks go on'));
  expect(program.child.exitCode).toBeNull();
});

/** Runs beside the test's database, which it may close and open. */
async function asSuperuser<T>(work: (client: pg.Client, database: string) => Promise<T>): Promise<T> {
  const url = new URL(platform.database.superuserUrl);
  url.pathname = '/postgres';
  const client = new pg.Client({ connectionString: url.href });
  await client.connect();
  try {
    return await work(client, platform.database.name);
  } finally {
    await client.end();
  }
}

function connections(): Promise<string[]> {
  return asSuperuser(async (client, name) => {
    const { rows } = await client.query<{ application_name: string }>(
      "SELECT application_name FROM pg_stat_activity WHERE datname = $1 AND application_name LIKE 'org-worker%'",
      [name],
    );
    return rows.map((row) => row.application_name);
  });
}
