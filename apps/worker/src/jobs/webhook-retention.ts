import type { Context } from '../context.ts';

const BATCH = 10_000;

/**
 * Forgets events of webhooks that are older than the policy says, with their deliveries, unless one is pending, and counts
 * of logins that say nothing any more.
 */
export async function runWebhookRetention({ config, operations, log }: Context): Promise<void> {
  let events = 0;
  for (let batch = BATCH; batch === BATCH; events += batch) {
    batch = await operations.pruneWebhooks(config.webhooks.keepDays, BATCH);
  }
  const logins = await operations.pruneLoginRates();
  log.info({ events, logins }, 'old events of webhooks forgotten');
}
