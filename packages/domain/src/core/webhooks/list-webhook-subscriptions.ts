import type { TenantClient } from '@org/db';

import { toSubscription, type WebhookSubscriptionView } from './webhook-view.ts';

/** The subscriptions of the tenant, oldest first; their secrets are not shown again. */
export async function listWebhookSubscriptions(client: TenantClient): Promise<WebhookSubscriptionView[]> {
  const rows = await client.webhookSubscription.findMany({ orderBy: [{ createdAt: 'asc' }, { id: 'asc' }] });
  return rows.map(toSubscription);
}
