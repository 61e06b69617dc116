import { detectVariance } from '@org/domain';
import type { Context } from '../context.ts';

/** Looks for what finished jobs of one tenant used more or less of than their takeoffs said, and opens reviews. */
export async function runVariance({ db, log }: Context, tenantId: string): Promise<void> {
  const found = await detectVariance(db.forTenant({ tenantId }));
  log.info({ tenantId, ...found }, 'variance detected');
}
