import { randomBytes } from 'node:crypto';
import { PgBoss } from 'pg-boss';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createPlatform, type Platform } from './platform.ts';
import { type Program, startProgram, until } from './process.ts';

let platform: Platform;
const programs: Program[] = [];

beforeEach(async () => {
  platform = await createPlatform({ id: 'main', key: new Uint8Array(randomBytes(32)) });
});
afterEach(async () => {
  for (const { child, ended } of programs.splice(0)) {
    child.kill('SIGTERM');
    await ended;
  }
  await platform.close();
});

function start(...args: string[]): Program {
  const program = startProgram(
    {
      WORKER_DATABASE_URL: platform.database.url('worker'),
      ORG_MASTER_KEY: randomBytes(32).toString('base64'),
    },
    ...args,
  );
  programs.push(program);
  return program;
}

async function tenantWithCustomer(slug: string, settings = true) {
  const tenant = await platform.addTenant(slug, settings);
  await tenant.client.customer.create({ data: { code: 'C-1', name: 'C', state: 'CA' } });
  return tenant;
}

test('--run account-health rates the customers of all tenants, again and again, and ends', async () => {
  const tenants = [await tenantWithCustomer('one'), await tenantWithCustomer('two')];
  for (let run = 0; run < 2; run += 1) {
    const program = start('--run', 'account-health');
    expect(await program.ended).toBe(0);
    for (const { client } of tenants) {
      expect(await client.accountHealthSnapshot.findMany({ select: { risk: true } })).toEqual([
        { risk: 'UNKNOWN' },
      ]);
    }
  }
});

test('a tenant that fails does not keep the others from their figures', async () => {
  await tenantWithCustomer('broken', false);
  const sound = await tenantWithCustomer('sound');
  const program = start('--run', 'account-health');
  expect(await program.ended).toBe(1);
  expect(await sound.client.accountHealthSnapshot.count()).toBe(1);
  expect(program.output()).toContain('account-health failed for 1 of 2 tenants.');
  expect(program.output()).toContain('The tenant has no settings');
});

test('--run webhooks, audit-partitions and track-retention end when nothing is left to do', async () => {
  await tenantWithCustomer('one');
  for (const job of ['webhooks', 'audit-partitions', 'track-retention'])
    expect(await start('--run', job).ended).toBe(0);
});

test('--run no-shows marks who did not come, in each tenant', async () => {
  const { client } = await tenantWithCustomer('guards');
  const user = { name: 'G', email: 'g@example.com', passwordHash: 'x', status: 'ACTIVE' as const };
  const { id: userId } = await client.user.create({ data: user });
  const { id: agentId } = await client.agent.create({
    data: { userId, employeeNumber: '1', firstName: 'G', lastName: 'G', hireDate: new Date('2020-01-01') },
  });
  const { id: clientId } = await client.client.create({ data: { code: 'C', name: 'C' } });
  const site = { clientId, code: 'S', name: 'S', latitude: 0, longitude: 0 };
  const { id: siteId } = await client.site.create({ data: site });
  const startTime = new Date(Date.now() - 3 * 3_600_000);
  await client.shift.create({ data: { siteId, agentId, startTime, endTime: new Date() } });
  for (let run = 0; run < 2; run += 1) expect(await start('--run', 'no-shows').ended).toBe(0);
  expect(await client.shift.findMany({ select: { status: true } })).toEqual([{ status: 'NO_SHOW' }]);
});

test('the queue rates all tenants at night, and has its schedules', async () => {
  const tenants = [await tenantWithCustomer('one'), await tenantWithCustomer('two')];
  await start().ready;
  const boss = new PgBoss({
    connectionString: platform.database.url('worker'),
    schema: 'pgboss',
    migrate: false,
    supervise: false,
    schedule: false,
  });
  await boss.start();
  try {
    const schedules = await boss.getSchedules();
    expect(schedules.map(({ name, cron }) => [name, cron]).sort()).toEqual([
      ['account-health', '0 2 * * *'],
      ['audit-partitions', '0 3 1 * *'],
      ['compliance', '0 4 2 * *'],
      ['integration-sync', '*/5 * * * *'],
      ['no-shows', '*/10 * * * *'],
      ['notifications', '* * * * *'],
      ['planning', '30 2 * * *'],
      ['track-retention', '30 3 * * *'],
      ['variance', '45 2 * * *'],
      ['webhook-retention', '15 3 * * *'],
    ]);
    // What the schedule does when its hour has come.
    await boss.send('account-health', null);
    for (const { client } of tenants)
      await until(async () => (await client.accountHealthSnapshot.count()) === 1);
  } finally {
    await boss.stop({ graceful: false });
  }
});

test.each([
  ['no database', {}, 'DATABASE_URL is missing'],
  [
    'a server that is down',
    { DATABASE_URL: 'postgresql://org_worker:hunter2@127.0.0.1:1/org' },
    'cannot be reached',
  ],
])('%s: says so and exits with 1', async (_, env, message) => {
  const program = startProgram(env);
  expect(await program.ended).toBe(1);
  expect(program.output()).toContain(message);
  expect(program.output()).not.toMatch(/hunter2|\n {4}at /);
});

test("the api's role is told what to do instead", async () => {
  const program = startProgram({ DATABASE_URL: platform.database.url('app') });
  expect(await program.ended).toBe(1);
  expect(program.output()).toContain('Connect as org_worker: set WORKER_DATABASE_URL.');
});

test('a database without migrations is named as such', async () => {
  const url = new URL(platform.database.url('worker'));
  url.pathname = '/postgres';
  const program = startProgram({ DATABASE_URL: url.href });
  expect(await program.ended).toBe(1);
  expect(program.output()).toContain('Apply the migrations.');
});

test('an unknown job is answered by the list of jobs', async () => {
  const program = startProgram({ DATABASE_URL: platform.database.url('worker') }, '--run', 'dance');
  expect(await program.ended).toBe(1);
  expect(program.output()).toContain(
    'account-health, audit-partitions, compliance, customer-tiers, integration-sync, no-shows, notifications, planning, track-retention, variance, webhook-retention, webhooks',
  );
});
