import type { TenantTransaction } from '@org/db';

/** Waits until no other request with this idempotency key runs, and holds the key until the end of the transaction. */
export async function lockKey(tx: TenantTransaction, kind: string, key: string): Promise<void> {
  await tx.$executeRaw`
    SELECT pg_advisory_xact_lock(hashtextextended(core.current_tenant_id()::text || ${`:workforce:${kind}:${key}`}, 0))`;
}
