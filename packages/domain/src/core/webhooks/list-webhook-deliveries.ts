import type { TenantClient } from '@org/db';
import { z } from 'zod';

import { parseInput } from '../../parse-input.ts';
import { type Page, pageFields, readPage } from '../../read-page.ts';
import type { WebhookDeliveryView } from './webhook-view.ts';

export const WEBHOOK_DELIVERY_ORDERS = ['-createdAt', 'createdAt'] as const;

const inputSchema = z.strictObject({ ...pageFields(WEBHOOK_DELIVERY_ORDERS), subscriptionId: z.guid() });

/**
 * What was sent to a subscription, or is to be.
 *
 * @throws DbError CURSOR_INVALID
 */
export async function listWebhookDeliveries(
  client: TenantClient,
  input: z.input<typeof inputSchema>,
): Promise<Page<WebhookDeliveryView>> {
  const { subscriptionId, ...page } = parseInput(inputSchema, input);
  const found = await readPage(
    client,
    { resource: 'webhook-deliveries', page, filters: { subscriptionId } },
    ({ where, orderBy, take }) =>
      client.webhookDelivery.findMany({
        where: { AND: [{ subscriptionId }, where] },
        orderBy,
        take,
        include: { event: { select: { type: true } } },
      }),
  );
  const data = found.data.map((row) => ({
    id: row.id,
    subscriptionId: row.subscriptionId,
    eventId: row.eventId,
    eventType: row.event.type,
    status: row.status,
    attempts: row.attempts,
    lastStatusCode: row.lastStatusCode,
    lastError: row.lastError,
    nextAttemptAt: row.nextAttemptAt.toISOString(),
    deliveredAt: row.deliveredAt?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
  }));
  return { data, page: found.page };
}
