import { createDb, type Db } from '@org/db';
import type { TestDatabase } from '@org/db-testing';
import { PrismaPg } from '@prisma/adapter-pg';
// @boundaries-ignore the peer is Prisma as it comes, which @org/db does not hand out
import { PrismaClient } from '../../../../../packages/db/generated/prisma/client.ts';
import { CASES, type Transactional, workOf } from './cases.ts';
import type { Row } from './data.ts';
import { kyselyPeer } from './kysely-peer.ts';
import { pipelinedPeer } from './pipelined-peer.ts';

/** Connections of each peer. None is closed for being idle: all wait while another takes its turn. */
export const CONNECTIONS = 10;

/** A way to do the work of the cases. */
export interface TenantPeer {
  /** Undefined where the way does not have it. */
  work(name: string): ((row: Row, call: number) => Promise<unknown>) | undefined;
  close(): Promise<unknown>;
}

/** Names as in the tables of the README. */
export const PLAIN = 'plain Prisma';
export const NAMED = 'plain, named';
export const USUAL = 'usual pattern';

/** Connects all peers by the given way to the server. Those with isolation are the services' role, the others pass it. */
export function openPeers(
  database: TestDatabase,
  through: (url: string) => string,
): Record<string, TenantPeer> & { readonly ours: OurPeer } {
  const app = through(database.url('app'));
  const superuser = through(database.superuserUrl);
  return {
    ours: ours(app),
    [PLAIN]: plain(superuser, false),
    [NAMED]: plain(superuser, true),
    [USUAL]: usualPattern(app),
    'set_config first': setConfigFirst(app),
    Kysely: kyselyPeer(app),
    'pipelined pg': pipelinedPeer(app),
  };
}

export interface OurPeer extends TenantPeer {
  readonly db: Db;
}

function ours(url: string): OurPeer {
  const db = createDb({ url, pool: { max: CONNECTIONS, idleTimeoutMs: 0 } });
  return {
    db,
    work: prismaWork(({ tenantId }) => db.forTenant({ tenantId }) as unknown as Transactional),
    close: () => db.close(),
  };
}

/** Prisma without any isolation; with the same statements kept prepared as ours, or as it comes, with none. */
function plain(url: string, named: boolean): TenantPeer {
  const client = prismaClient(url, named);
  return { work: prismaWork(() => client), close: () => client.$disconnect() };
}

function prismaWork(clientOf: (row: Row) => Transactional): TenantPeer['work'] {
  return (name) => {
    const work = workOf(name);
    return CASES[name]?.kind === 'transaction'
      ? (row, call) => clientOf(row).$transaction((tx) => work(tx, row, call))
      : (row, call) => work(clientOf(row), row, call);
  };
}

/**
 * A batch of two for each query, by an extension. One client for each tenant is kept: to extend Prisma's for every
 * request would cost still more.
 */
function usualPattern(url: string): TenantPeer {
  const base = prismaClient(url, false);
  const extended = (tenantId: string) =>
    base.$extends({
      query: {
        async $allOperations({ args, query }) {
          const [, result] = await base.$transaction([
            base.$executeRaw`SELECT set_config('app.current_tenant_id', ${tenantId}, true)`,
            query(args) as never,
          ]);
          return result;
        },
      },
    }) as unknown as Transactional;
  const clients = new Map<string, Transactional>();
  const clientOf = (tenantId: string) => {
    const client = clients.get(tenantId) ?? extended(tenantId);
    clients.set(tenantId, client);
    return client;
  };
  return {
    // Inside an interactive transaction each query would still run in a transaction of its own.
    work: (name) =>
      CASES[name]?.kind === 'transaction'
        ? undefined
        : (row, call) => workOf(name)(clientOf(row.tenantId), row, call),
    close: () => base.$disconnect(),
  };
}

/** An interactive transaction whose first statement sets the tenant. */
function setConfigFirst(url: string): TenantPeer {
  const client = prismaClient(url, false);
  return {
    work: (name) => (row, call) =>
      client.$transaction(async (tx) => {
        await tx.$queryRaw`SELECT set_config('app.current_tenant_id', ${row.tenantId}, true)`;
        return await workOf(name)(tx, row, call);
      }),
    close: () => client.$disconnect(),
  };
}

type Peer = Transactional & Pick<PrismaClient, '$extends' | '$disconnect' | '$executeRaw'> & Batch;
interface Batch {
  $transaction<P extends readonly unknown[]>(queries: P): Promise<{ [I in keyof P]: Awaited<P[I]> }>;
}

function prismaClient(connectionString: string, named: boolean): Peer {
  const names = new Map<string, string>();
  const nameOf = (sql: string) => {
    const name = names.get(sql) ?? `bench_${names.size}`;
    names.set(sql, name);
    return name;
  };
  const pool = { connectionString, max: CONNECTIONS, idleTimeoutMillis: 0 };
  const client = new PrismaClient({
    adapter: new PrismaPg(pool, named ? { statementNameGenerator: ({ sql }) => nameOf(sql) } : {}),
  });
  // The same generated client: to the compiler, its source and its declarations are two.
  return client as unknown as Peer;
}
