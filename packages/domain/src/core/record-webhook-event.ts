import type { Prisma, TenantTransaction } from '@org/db';

/** Something that happened to an entity, for the subscriptions of its tenant. */
export interface WebhookEvent {
  /** What happened, such as `order.placed`. */
  readonly type: string;
  /** Model name of what it happened to, such as `Order`. */
  readonly entity: string;
  readonly entityId: string;
  /** What receivers get to know: no secrets. */
  readonly payload: Prisma.InputJsonObject;
}

/**
 * Writes an event and one pending delivery per active subscription that wants its type, in the caller's transaction:
 * there is an event exactly if the change itself was committed.
 *
 * Events of one entity are in order of their `sequence` if whoever changes the entity holds the lock on its row.
 *
 * @returns the event's id
 */
export async function recordWebhookEvent(tx: TenantTransaction, event: WebhookEvent): Promise<string> {
  const { id } = await tx.webhookEvent.create({ data: event, select: { id: true } });
  await tx.$executeRaw`
    INSERT INTO core.webhook_deliveries (event_id, subscription_id)
    SELECT ${id}::uuid, s.id FROM core.webhook_subscriptions AS s
    WHERE s.is_active AND (s.event_types = '{}' OR ${event.type}::text = ANY (s.event_types))
    ORDER BY s.id`;
  return id;
}
