import type { TenantTransaction } from '@org/db';

/**
 * Waits until nobody else plans for this tenant, and holds the plan until the end of the transaction: who is assigned,
 * and who is given time off, is decided one after the other. So two decisions never miss each other.
 */
export async function lockRoster(tx: TenantTransaction): Promise<void> {
  // An executeRaw, because the function returns `void`, which Prisma cannot read.
  await tx.$executeRaw`
    SELECT pg_advisory_xact_lock(hashtextextended(core.current_tenant_id()::text || ':workforce:roster', 0))`;
}
