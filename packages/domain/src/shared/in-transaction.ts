import type { TenantClient, TenantTransaction } from '@org/db';

/**
 * Runs a workflow in one transaction: all of it happens, or nothing.
 *
 * Callers that want the same rows wait for each other, so waiting gets more time than Prisma's defaults give it: up to
 * 15 s for a connection and 15 s for the work.
 */
export function inTransaction<T>(
  client: TenantClient,
  work: (tx: TenantTransaction) => Promise<T>,
): Promise<T> {
  // A fresh object each time: Prisma 7.10.0 confuses transactions that share one.
  return client.$transaction(work, { maxWait: 15_000, timeout: 15_000 });
}

/**
 * Waits until no other transaction of the tenant holds the same name, and holds it until the end of this one.
 *
 * @param name of the thing that has no row to lock, such as `order-number`
 */
export async function lockName(tx: TenantTransaction, name: string): Promise<void> {
  // An executeRaw, because the function returns `void`, which Prisma cannot read.
  await tx.$executeRaw`
    SELECT pg_advisory_xact_lock(hashtextextended(core.current_tenant_id()::text || ${`:domain:${name}`}, 0))`;
}
