import { claimDueDeliveries } from '@org/domain';
import type { Context } from '../context.ts';
import { deliver } from './deliver.ts';

/** Attempts what is due at a tenant until nothing is; what has to wait for its next attempt is left. */
export async function drainWebhooks(context: Context, tenantId: string): Promise<void> {
  const { concurrency, leaseMs } = context.config.webhooks;
  const client = context.db.forTenant({ tenantId });
  for (;;) {
    const due = await claimDueDeliveries(client, {
      limit: concurrency,
      limitPerSubscription: concurrency,
      leaseMs,
    });
    if (due.length === 0) return;
    await Promise.all(due.map((delivery) => deliver(context, tenantId, delivery)));
  }
}
