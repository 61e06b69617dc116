import { prepareFilings } from '@org/domain';
import type { Context } from '../context.ts';

/** The filings of the last month of one tenant, as drafts, for every state that has a tax rate. */
export async function runCompliance({ db, log }: Context, tenantId: string): Promise<void> {
  const now = new Date();
  const last = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), 0)).toISOString().slice(0, 10);
  const period = { periodStart: `${last.slice(0, 7)}-01`, periodEnd: last };
  const filings = await prepareFilings(db.forTenant({ tenantId }), period);
  log.info({ tenantId, ...period, filings: filings.length }, 'compliance filings prepared');
}
