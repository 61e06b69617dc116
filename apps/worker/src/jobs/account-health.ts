import { takeAccountHealthSnapshots, writeSalesMetrics } from '@org/domain';
import type { Context } from '../context.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * The night's figures of one tenant: the health of its accounts, and the sales of its reps in this month and in the one
 * of a week ago, whose orders may have been cancelled since. Running it again replaces the day's figures.
 */
export async function runAccountHealth({ db, log }: Context, tenantId: string): Promise<void> {
  const client = db.forTenant({ tenantId });
  const { snapshotOn, customers } = await takeAccountHealthSnapshots(client);
  const aWeekAgo = new Date(Date.parse(snapshotOn) - 7 * DAY_MS).toISOString().slice(0, 10);
  for (const month of new Set([aWeekAgo.slice(0, 7), snapshotOn.slice(0, 7)])) {
    await writeSalesMetrics(client, `${month}-01`);
  }
  log.info({ tenantId, snapshotOn, customers }, 'account health written');
}
