import type { Prisma, PrismaClient } from '../../generated/prisma/client.ts';
import type { ClientStats } from '../observability/usage.ts';
import type { ContextPool } from '../tenant/context-pool.ts';
import type { BatchOptions, TransactionOptions } from '../transactions/options.ts';

type Results<Queries extends readonly unknown[]> = {
  -readonly [Index in keyof Queries]: Awaited<Queries[Index]>;
};

/**
 * Prisma's client, bound to one tenant context. Everything that goes through it carries the context: model queries,
 * raw SQL, interactive transactions with nested ones as savepoints, and arrays of queries.
 *
 * Connecting, disconnecting and listening belong to the `Db`.
 */
export interface TenantClient
  extends Omit<PrismaClient, '$connect' | '$disconnect' | '$on' | '$transaction'> {
  /** What this client has done so far, its transactions included. */
  $stats(): ClientStats;
  /**
   * The connections of the database as a pool like that of `pg`, for Kysely or SQL of one's own: every statement carries
   * this client's context.
   */
  readonly $pool: ContextPool;
  /** Runs queries of this client, not yet awaited, as one transaction; their results come in the same order. */
  $transaction<Queries extends Prisma.PrismaPromise<unknown>[]>(
    queries: [...Queries],
    options?: BatchOptions,
  ): Promise<Results<Queries>>;
  /**
   * Runs `fn` in one transaction, which is committed when it resolves and rolled back when it rejects. When its time is
   * up it is rolled back at once: a statement that still runs is cancelled.
   *
   * @throws DbError POOL_TIMEOUT, TRANSACTION_EXPIRED, TRANSACTION_ABORTED, SERIALIZATION_FAILURE, DEADLOCK, ABORTED;
   * OPTIONS_INVALID; and what `fn` throws, as it is
   */
  $transaction<R>(
    fn: (transaction: TenantTransaction) => PromiseLike<R>,
    options?: TransactionOptions,
  ): Promise<R>;
}

/** The client inside of an interactive transaction. A transaction in it is a savepoint, undone alone when it fails. */
export interface TenantTransaction
  extends Omit<PrismaClient, '$connect' | '$disconnect' | '$on' | '$extends' | '$transaction'> {
  $transaction<Queries extends Prisma.PrismaPromise<unknown>[]>(
    queries: [...Queries],
  ): Promise<Results<Queries>>;
  $transaction<R>(fn: (transaction: TenantTransaction) => PromiseLike<R>): Promise<R>;
}
