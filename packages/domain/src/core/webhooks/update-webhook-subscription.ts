import type { TenantClient } from '@org/db';
import { z } from 'zod';
import { DomainError } from '../../errors.ts';
import { parseInput } from '../../parse-input.ts';
import { withoutUndefined } from '../../shared/without-undefined.ts';
import { toSubscription, type WebhookSubscriptionView } from './webhook-view.ts';

/** What of a subscription can be changed; what is left out stays. */
export const webhookChangesSchema = z.strictObject({
  eventTypes: z.array(z.string().min(1).max(100)).max(100).optional(),
  isActive: z.boolean().optional(),
});

const inputSchema = webhookChangesSchema.extend({ subscriptionId: z.guid() });

/**
 * Changes a subscription. What is pending while it is switched off is sent when it is switched on again.
 *
 * @throws DomainError NOT_FOUND
 */
export async function updateWebhookSubscription(
  client: TenantClient,
  input: z.input<typeof inputSchema>,
): Promise<WebhookSubscriptionView> {
  const { subscriptionId: id, ...changes } = parseInput(inputSchema, input);
  const [row] = await client.webhookSubscription.updateManyAndReturn({
    where: { id },
    data: withoutUndefined(changes),
  });
  if (!row) throw new DomainError('NOT_FOUND', 'There is no such subscription.');
  return toSubscription(row);
}
