import { createDb, type TenantClient } from '@org/db';
import { createTestDatabase, type TestDatabase } from '@org/db-testing';
import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
// @boundaries-ignore the peer is Prisma as it comes, which @org/db does not hand out
import { PrismaClient } from '../../../../packages/db/generated/prisma/client.ts';
import type { BenchOptions } from '../bench.ts';
import { startDelayProxy } from '../delay-proxy.ts';
import { contest, type Operation, type Run } from '../measure.ts';

const TENANTS = 100;
const ROWS_PER_TENANT = 1000;
const CONNECTIONS = 10;
const CALLERS = [1, 10, 50];
const ROUND_TRIPS_MS = [0, 2];

interface Sample {
  tenantId: string;
  id: string;
}

/**
 * The tenant client against plain Prisma without any isolation: the same calls on the same rows, ours bound by forced
 * row level security, the peer's as a superuser who passes it.
 */
export async function benchTenant(options: BenchOptions): Promise<Run[]> {
  await using database = await createTestDatabase({ run: options.run });
  const samples = await load(database);
  const runs: Run[] = [];
  for (const rttMs of options.quick ? [0] : ROUND_TRIPS_MS) {
    const server = new URL(database.superuserUrl);
    const proxy = await startDelayProxy({ host: server.hostname, port: Number(server.port) }, rttMs);
    const through = (url: string) => (rttMs === 0 ? url : withPort(url, proxy.port));
    const db = createDb({ url: through(database.url('app')), pool: { max: CONNECTIONS } });
    const peer = new PrismaClient({
      adapter: new PrismaPg({ connectionString: through(database.superuserUrl), max: CONNECTIONS }),
    });
    const length = options.quick ? { turnMs: 500, turns: 2 } : { turnMs: 1500, turns: 6 };
    // The same generated client: to the compiler, its source and its declarations are two.
    const plain = peer as unknown as Client;
    const pick = (call: number) => samples[(call * 7919) % samples.length] as Sample;
    const ours = (call: number) => db.forTenant({ tenantId: pick(call).tenantId });
    try {
      for (const [name, work] of Object.entries(cases(pick))) {
        for (const callers of options.quick ? [10] : CALLERS) {
          options.onProgress(`${name}, ${callers} callers, ${rttMs} ms`);
          runs.push(
            ...(await contest({
              case: name,
              callers,
              rttMs,
              peers: { ours: (call) => work(ours(call), call), plain: (call) => work(plain, call) },
              ...length,
            })),
          );
        }
      }
      // One request that looks up many rows of its tenant: both merge the look-ups of a tick.
      const tenantId = pick(0).tenantId;
      const own = samples.filter((sample) => sample.tenantId === tenantId);
      const request = db.forTenant({ tenantId });
      const findUnique = (client: Client) => (call: number) =>
        client.product.findUnique({ where: { tenantId_id: own[call % own.length] as Sample } });
      runs.push(
        ...(await contest({
          case: 'find unique, one context',
          callers: 10,
          rttMs,
          peers: { ours: findUnique(request), plain: findUnique(plain) },
          ...length,
        })),
      );
    } finally {
      await db.close();
      await peer.$disconnect();
      await proxy.close();
    }
  }
  return runs;
}

// What the two clients have in common: the calls are the same, the isolation is not.
type Client = Pick<TenantClient, 'product' | '$queryRaw' | '$transaction'>;

function cases(
  pick: (call: number) => Sample,
): Record<string, (client: Client, call: number) => ReturnType<Operation>> {
  return {
    // Not findUnique: Prisma merges those of one tick into one query, which the peer, whose callers move in step, would do
    // across tenants. What ours may merge is the case below.
    'find one': (client, call) => client.product.findFirst({ where: pick(call) }),
    'find 20': (client, call) =>
      client.product.findMany({
        where: { tenantId: pick(call).tenantId },
        orderBy: { createdAt: 'desc' },
        take: 20,
      }),
    'raw query': (client, call) => client.$queryRaw`SELECT 1 + ${call}::int AS one`,
    update: (client, call) =>
      client.product.update({ where: { tenantId_id: pick(call) }, data: { vintage: 1950 + (call % 70) } }),
    'interactive transaction': (client, call) =>
      client.$transaction(async (tx) => {
        await tx.product.findFirst({ where: pick(call) });
        await tx.product.findFirst({ where: pick(call) });
      }),
  };
}

async function load(database: TestDatabase): Promise<Sample[]> {
  const client = new pg.Client({ connectionString: database.superuserUrl });
  await client.connect();
  try {
    // Triggers would write an audit row for each: the load is not what is measured.
    await client.query('SET session_replication_role = replica');
    await client.query(
      `INSERT INTO core.tenants (slug, name, contact_email)
       SELECT 'bench-' || n, 'Bench ' || n, 'bench@example.com' FROM generate_series(1, $1) n`,
      [TENANTS],
    );
    await client.query(
      `INSERT INTO commerce.products (tenant_id, code, name, created_at)
       SELECT t.id, 'P' || n, 'Product ' || n, now() - make_interval(mins => n)
       FROM core.tenants t, generate_series(1, $1) n`,
      [ROWS_PER_TENANT],
    );
    await client.query('VACUUM (ANALYZE) commerce.products');
    const { rows } = await client.query<Sample>(
      `SELECT tenant_id AS "tenantId", id FROM commerce.products ORDER BY id LIMIT 10000`,
    );
    return rows;
  } finally {
    await client.end();
  }
}

function withPort(url: string, port: number): string {
  const changed = new URL(url);
  changed.hostname = '127.0.0.1';
  changed.port = String(port);
  return changed.href;
}
