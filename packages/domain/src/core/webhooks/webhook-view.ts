import { z } from 'zod';

export const webhookSubscriptionSchema = z
  .object({
    id: z.guid(),
    url: z.string(),
    eventTypes: z.array(z.string()).meta({ description: 'None means all' }),
    isActive: z.boolean(),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: 'WebhookSubscription' });
export type WebhookSubscriptionView = z.output<typeof webhookSubscriptionSchema>;

export function toSubscription(
  row: Omit<WebhookSubscriptionView, 'createdAt'> & { readonly createdAt: Date },
): WebhookSubscriptionView {
  const { id, url, eventTypes, isActive, createdAt } = row;
  return { id, url, eventTypes: [...eventTypes], isActive, createdAt: createdAt.toISOString() };
}

export const webhookDeliverySchema = z
  .object({
    id: z.guid(),
    subscriptionId: z.guid(),
    eventId: z.guid(),
    eventType: z.string(),
    status: z.enum(['PENDING', 'DELIVERED', 'DEAD']),
    attempts: z.int(),
    lastStatusCode: z.int().nullable(),
    lastError: z.string().nullable(),
    nextAttemptAt: z.iso.datetime(),
    deliveredAt: z.iso.datetime().nullable(),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: 'WebhookDelivery' });
export type WebhookDeliveryView = z.output<typeof webhookDeliverySchema>;
