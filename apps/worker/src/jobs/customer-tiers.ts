import { recomputeTiers } from '@org/domain';
import type { Context } from '../context.ts';

/** The tiers of one tenant's customers by what they have ordered. By hand only: it replaces those that were given by hand. */
export async function runCustomerTiers({ db, log }: Context, tenantId: string): Promise<void> {
  log.info({ tenantId, ...(await recomputeTiers(db.forTenant({ tenantId }))) }, 'customer tiers recomputed');
}
