import { type ClaimedDelivery, deliverWebhook } from '@org/domain';
import type { Context } from '../context.ts';

/** Attempts a claimed delivery and logs what came of it: by ids, without URL, body or secret. Never throws. */
export async function deliver(context: Context, tenantId: string, delivery: ClaimedDelivery): Promise<void> {
  const { db, config, log } = context;
  const { id, subscriptionId, attempt, type } = delivery;
  const about = { tenantId, deliveryId: id, subscriptionId, type, attempt };
  try {
    const { state, statusCode, error } = await deliverWebhook(
      db.forTenant({ tenantId }),
      delivery,
      config.webhooks,
    );
    const outcome = { ...about, statusCode, reason: error };
    if (state === 'DELIVERED') log.debug(outcome, 'webhook delivered');
    else if (state === 'RETRY') log.warn(outcome, 'webhook not delivered, will be tried again');
    else if (state === 'DEAD') log.error(outcome, 'webhook given up');
    else log.warn(outcome, 'webhook was taken over by another worker');
  } catch (error) {
    log.error({ ...about, err: error }, 'webhook result not recorded, will be tried again');
  }
}
