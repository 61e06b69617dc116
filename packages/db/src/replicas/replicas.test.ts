import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type Cluster, startCluster } from '../../test/standby.ts';
import { codeOf, person } from '../../test/two-tenants.ts';
import { createDb, type Db } from '../client/create-db.ts';
import type { DbOptions } from '../client/options.ts';
import type { TenantClient } from '../client/tenant-client.ts';

const tenants = [randomUUID(), randomUUID()] as const;
let cluster: Cluster;
let db: Db;
const opened: Db[] = [];

function open(replicas: Partial<NonNullable<DbOptions['replicas']>> = {}, more: Partial<DbOptions> = {}): Db {
  const made = createDb({
    url: cluster.database.url('app'),
    adminUrl: cluster.database.url('admin'),
    pool: { max: 3, connectionTimeoutMs: 2_000 },
    // Long, so that nothing here depends on how fast the machine is.
    replicas: { urls: [cluster.replicaUrl()], maxLagMs: 60_000, checkIntervalMs: 20, ...replicas },
    ...more,
  });
  opened.push(made);
  return made;
}

beforeAll(async () => {
  cluster = await startCluster();
  for (const [index, id] of tenants.entries()) {
    await cluster.primary.query(
      `insert into core.tenants (id, slug, name, contact_email, status) values ($1, $2, $2, 'a@b.c', 'ACTIVE')`,
      [id, `tenant-${index}`],
    );
  }
  await cluster.untilReplayed();
  db = open();
});
afterEach(async () => {
  await cluster?.standby.query('select pg_wal_replay_resume()').catch(() => {});
});
afterAll(async () => {
  await Promise.all(opened.map((one) => one.close()));
  await cluster?.end();
});

const clientOf = (on: Db, index: 0 | 1 = 0, options = {}) =>
  on.forTenant({ tenantId: tenants[index] }, options);
/** Which server answers raw reads of this client now. */
async function serverOf(client: Pick<TenantClient, '$queryRaw'>): Promise<string> {
  const [row] = await client.$queryRaw<{ standby: boolean }[]>`select pg_is_in_recovery() as standby`;
  return row?.standby ? 'replica' : 'primary';
}
const untilServer = (client: Pick<TenantClient, '$queryRaw'>, server: string) =>
  expect.poll(() => serverOf(client)).toBe(server);
const pauseReplay = async () => {
  await cluster.untilReplayed();
  await cluster.standby.query('select pg_wal_replay_pause()');
  await expect
    .poll(async () => (await cluster.standby.query('select pg_get_wal_replay_pause_state() as s')).rows[0].s)
    .toBe('paused');
};
const names = async (client: TenantClient) =>
  (await client.user.findMany({ select: { name: true }, orderBy: { name: 'asc' } })).map((row) => row.name);

test('reads go to the replica once it was measured, with the tenant’s isolation; transactions stay', async () => {
  await cluster.primary.query(
    `insert into core.users (tenant_id, name, email, password_hash) values ($1, 'theirs', 'x@y.z', 'x')`,
    [tenants[1]],
  );
  await cluster.untilReplayed();
  const client = clientOf(db);
  await untilServer(client, 'replica');
  expect(db.replicas).toMatchObject([
    { usable: true, reason: null, address: new URL(cluster.replicaUrl()).host },
  ]);
  expect(await names(client)).toEqual([]);
  expect(await names(clientOf(db, 1))).toEqual(['theirs']);
  expect(await client.user.findFirst({ where: { name: 'theirs' } })).toBeNull();
  expect(await client.user.count()).toBe(0);
  const key = { tenantId_id: { tenantId: tenants[1], id: tenants[1] } };
  expect(await Promise.all([1, 2].map(() => client.user.findUnique({ where: key })))).toEqual([null, null]);
  expect(await client.$transaction((tx) => serverOf(tx))).toBe('primary');
  expect(await client.$transaction([client.$queryRaw`select pg_is_in_recovery() as standby`])).toEqual([
    [{ standby: false }],
  ]);
  expect(await serverOf(clientOf(db, 0, { reads: 'primary' }))).toBe('primary');
});

test('a tenant reads its own writes, by whichever client and way it wrote; the other tenant is not held up', async () => {
  await untilServer(clientOf(db), 'replica');
  await untilServer(clientOf(db, 1), 'replica');
  await pauseReplay();
  const writes: [string, (client: TenantClient) => Promise<unknown>][] = [
    ['own-1', (client) => client.user.create({ data: person('own-1') })],
    ['own-2', (client) => client.$transaction((tx) => tx.user.create({ data: person('own-2') }))],
    ['own-3', (client) => client.$transaction([client.user.create({ data: person('own-3') })])],
    [
      'own-4',
      (client) =>
        client.$executeRaw`insert into core.users (name, email, password_hash) values ('own-4', 'own-4@b.c', 'x')`,
    ],
    [
      'own-5',
      (client) => client.$queryRaw`insert into core.users (name, email, password_hash)
        values ('own-5', 'own-5@b.c', 'x') returning name`,
    ],
    [
      'own-6',
      (client) => client.$queryRaw`with made as (insert into core.users (name, email, password_hash)
        values ('own-6', 'own-6@b.c', 'x') returning name) select name from made`,
    ],
  ];
  const connection = await clientOf(db).$pool.connect();
  await connection.query(
    "insert into core.users (name, email, password_hash) values ('own-0', 'own-0@b.c', 'x')",
  );
  expect(await names(clientOf(db))).toContain('own-0');
  connection.release();
  for (const [name, write] of writes) {
    await write(clientOf(db));
    expect(await names(clientOf(db))).toContain(name);
    expect(await clientOf(db).user.count({ where: { name } })).toBe(1);
  }
  expect(await serverOf(clientOf(db))).toBe('primary');
  expect(await serverOf(clientOf(db, 1))).toBe('replica');
  await cluster.standby.query('select pg_wal_replay_resume()');
  await untilServer(clientOf(db), 'replica');
  expect(await names(clientOf(db))).toHaveLength(writes.length + 1);
});

test('a writing function in a SELECT is refused by the replica, runs on the primary, and counts as a write', async () => {
  await cluster.primary.query(`create function core.add_user(text) returns text language sql as
    $$ insert into core.users (name, email, password_hash) values ($1, $1 || '@b.c', 'x') returning name $$;
    grant execute on function core.add_user(text) to public`);
  await cluster.untilReplayed();
  await untilServer(clientOf(db), 'replica');
  await pauseReplay();
  expect(await clientOf(db).$queryRaw`select core.add_user('by-function') as name`).toEqual([
    { name: 'by-function' },
  ]);
  expect(await names(clientOf(db))).toContain('by-function');
});

test('what the admin role writes is read by every tenant', async () => {
  await untilServer(clientOf(db, 1), 'replica');
  await pauseReplay();
  await db.asAdmin({ actor: 'ops', reason: 'rename' }, (admin) =>
    admin.user.updateMany({ where: { tenantId: tenants[1] }, data: { name: 'renamed' } }),
  );
  expect(await names(clientOf(db, 1))).toEqual(['renamed']);
});

test('a position holds over processes: reads that must be newer than the replica go to the primary', async () => {
  const other = open();
  await untilServer(clientOf(other), 'replica');
  await pauseReplay();
  await clientOf(db).user.create({ data: person('handed-over') });
  const notBefore = await db.position();
  expect(await names(clientOf(other))).not.toContain('handed-over');
  const after = clientOf(other, 0, { notBefore });
  expect(await names(after)).toContain('handed-over');
  await cluster.standby.query('select pg_wal_replay_resume()');
  await untilServer(after, 'replica');
  expect(() => clientOf(other, 0, { notBefore: 'yesterday' })).toThrow(
    expect.objectContaining({ code: 'OPTIONS_INVALID' }),
  );
});

test('a replica that lags more than the bound is left, and taken again', async () => {
  const strict = open({ maxLagMs: 1_000, checkIntervalMs: 20 });
  const client = clientOf(strict, 1);
  await untilServer(client, 'replica');
  await pauseReplay();
  await clientOf(db).user.create({ data: person('lag') });
  await untilServer(client, 'primary');
  expect(strict.replicas).toMatchObject([{ usable: false, reason: 'LAGGING' }]);
  expect(strict.replicas[0]?.lagMs).toBeGreaterThan(1_000);
  await cluster.standby.query('select pg_wal_replay_resume()');
  await untilServer(client, 'replica');
});

test('a server that is no standby of the primary is never asked', async () => {
  const wrong = open({ urls: [cluster.database.url('app')] });
  const client = clientOf(wrong);
  await serverOf(client);
  await expect.poll(() => wrong.replicas[0]?.reason).toBe('NOT_A_REPLICA');
  expect(wrong.replicas).toMatchObject([{ usable: false, total: 0 }]);
});

test('a read that a killed replica fails is repeated on the primary; it is used again when it is back', async () => {
  const client = clientOf(db, 1);
  await untilServer(client, 'replica');
  const asleep = Promise.all([client.$queryRaw`select pg_sleep(3)::text, pg_is_in_recovery() as standby`]);
  const seen = async () =>
    (
      await cluster.standby.query(
        `select from pg_stat_activity where query like '%pg_sleep(3)%' and state = 'active'`,
      )
    ).rowCount;
  await expect.poll(seen).toBe(2);
  await cluster.stopStandby();
  expect(await asleep).toEqual([[{ pg_sleep: '', standby: false }]]);
  expect(await Promise.all([1, 2, 3, 4].map(() => serverOf(client)))).toEqual(Array(4).fill('primary'));
  await expect.poll(() => db.replicas[0]?.reason).toBe('DATABASE_UNREACHABLE');
  expect(await codeOf(client.$queryRaw`select 1 / 0`)).toBe('VALUE_INVALID');
  await cluster.startStandby();
  await untilServer(client, 'replica');
});

test('the measuring keeps no process alive', async () => {
  const program = `
    import { createDb } from '@org/db';
    const db = createDb({ url: process.env.PRIMARY, pool: { idleTimeoutMs: 50 },
      replicas: { urls: [process.env.REPLICA], checkIntervalMs: 10, maxLagMs: 60_000 } });
    const client = db.forTenant({ tenantId: process.env.TENANT });
    while (!db.replicas[0].usable) await client.tenant.count();
    process.stdout.write(String(await client.tenant.count()));`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', program], {
    cwd: path.join(import.meta.dirname, '..', '..'),
    env: {
      PATH: process.env.PATH,
      PRIMARY: cluster.database.url('app'),
      REPLICA: cluster.replicaUrl(),
      TENANT: tenants[0],
    },
  });
  expect(stdout).toBe('1');
});

test('the measuring starts with the first read and ends with close', async () => {
  const lazy = open({}, { applicationName: 'org-lazy' });
  const connections = async () =>
    (await cluster.primary.query(`select from pg_stat_activity where application_name = 'org-lazy'`))
      .rowCount;
  expect(lazy.replicas).toMatchObject([{ usable: false, reason: 'UNKNOWN_YET', lagMs: null }]);
  expect(await connections()).toBe(0);
  await clientOf(lazy).user.count();
  await expect.poll(connections).toBeGreaterThan(0);
  await lazy.close();
  await expect.poll(connections).toBe(0);
});
