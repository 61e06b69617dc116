import { markNoShows } from '@org/domain';
import type { Context } from '../context.ts';

/** Marks who did not come to a shift, and who forgot to clock out, in one tenant. Running it again finds nothing twice. */
export async function runNoShows({ db, log }: Context, tenantId: string): Promise<void> {
  const { missed, forgotten } = await markNoShows(db.forTenant({ tenantId }));
  if (missed + forgotten > 0) log.info({ tenantId, missed, forgotten }, 'no-shows marked');
}
