import type { TenantClient } from '@org/db';
import type { ClaimedDelivery } from './claim-due-deliveries.ts';
import { type RetryPolicy, retryDelay } from './retry-delay.ts';
import type { SendResult } from './send-webhook.ts';

/** What became of a delivery: LEASE_LOST when another worker has taken it over, whose result counts. */
export type DeliveryState = 'DELIVERED' | 'RETRY' | 'DEAD' | 'LEASE_LOST';

/** The receiver wants no more of these (Standard Webhooks): no further attempt, and the subscription is switched off. */
const GONE = 410;

/** Writes down what came of an attempt; it counts only while the caller still holds the claim. */
export async function recordAttempt(
  client: TenantClient,
  delivery: ClaimedDelivery,
  result: SendResult,
  policy: RetryPolicy,
): Promise<DeliveryState> {
  if (result.delivered) return await markDelivered(client, delivery, result.statusCode);
  if (result.statusCode === GONE || delivery.attempt >= policy.maxAttempts) {
    return await markDead(client, delivery, result);
  }
  return await markRetry(client, delivery, result, retryDelay(delivery.attempt, policy, result.retryAfterMs));
}

type Failure = Extract<SendResult, { delivered: false }>;

async function markDelivered(
  client: TenantClient,
  { id, attempt }: ClaimedDelivery,
  statusCode: number,
): Promise<DeliveryState> {
  const changed = await client.$executeRaw`
    UPDATE core.webhook_deliveries
    SET status = 'DELIVERED', delivered_at = now(), last_status_code = ${statusCode}, last_error = NULL
    WHERE tenant_id = core.current_tenant_id() AND id = ${id}::uuid
      AND status = 'PENDING' AND attempts = ${attempt}`;
  return changed === 1 ? 'DELIVERED' : 'LEASE_LOST';
}

async function markDead(
  client: TenantClient,
  { id, attempt, subscriptionId }: ClaimedDelivery,
  failure: Failure,
): Promise<DeliveryState> {
  const statusCode = failure.statusCode ?? null;
  const changed = await client.$executeRaw`
    WITH dead AS (
      UPDATE core.webhook_deliveries
      SET status = 'DEAD', last_status_code = ${statusCode}::int, last_error = left(${failure.error}, 500)
      WHERE tenant_id = core.current_tenant_id() AND id = ${id}::uuid
        AND status = 'PENDING' AND attempts = ${attempt}
      RETURNING tenant_id
    ), switched_off AS (
      UPDATE core.webhook_subscriptions AS s SET is_active = false, updated_at = now()
      FROM dead WHERE s.tenant_id = dead.tenant_id AND s.id = ${subscriptionId}::uuid
        AND s.is_active AND ${statusCode}::int = ${GONE}
    )
    SELECT FROM dead`;
  return changed === 1 ? 'DEAD' : 'LEASE_LOST';
}

async function markRetry(
  client: TenantClient,
  { id, attempt, subscriptionId, entity, entityId, sequence }: ClaimedDelivery,
  failure: Failure,
  delayMs: number,
): Promise<DeliveryState> {
  const statusCode = failure.statusCode ?? null;
  // The later deliveries of the entity have to wait anyway: as long as they are not due, nobody looks at them.
  const changed = await client.$executeRaw`
    WITH failed AS (
      UPDATE core.webhook_deliveries
      SET next_attempt_at = now() + ${delayMs}::float8 * interval '1 millisecond',
          last_status_code = ${statusCode}::int, last_error = left(${failure.error}, 500)
      WHERE tenant_id = core.current_tenant_id() AND id = ${id}::uuid
        AND status = 'PENDING' AND attempts = ${attempt}
      RETURNING tenant_id, next_attempt_at
    ), followers AS (
      UPDATE core.webhook_deliveries AS d SET next_attempt_at = failed.next_attempt_at
      FROM failed
      WHERE d.tenant_id = failed.tenant_id AND d.subscription_id = ${subscriptionId}::uuid
        AND d.event_id = ANY (ARRAY(
          SELECT e.id FROM core.webhook_events AS e
          WHERE e.tenant_id = core.current_tenant_id() AND e.entity = ${entity}
            AND e.entity_id = ${entityId}::uuid AND e.sequence > ${sequence}
        ))
        AND d.status = 'PENDING' AND d.next_attempt_at < failed.next_attempt_at
    )
    SELECT FROM failed`;
  return changed === 1 ? 'RETRY' : 'LEASE_LOST';
}
