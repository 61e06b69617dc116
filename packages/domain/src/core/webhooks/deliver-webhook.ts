import { DbError, type DbErrorCode, decryptField, type TenantClient } from '@org/db';
import type { ClaimedDelivery } from './claim-due-deliveries.ts';
import { type DeliveryState, recordAttempt } from './record-attempt.ts';
import type { RetryPolicy } from './retry-delay.ts';
import { type SendOptions, type SendResult, sendWebhook } from './send-webhook.ts';

const KEY_PROBLEMS: readonly DbErrorCode[] = ['DECRYPTION_FAILED', 'MASTER_KEY_MISSING'];

export interface DeliverOptions extends SendOptions {
  readonly retry: RetryPolicy;
}

/** What came of one attempt. */
export interface DeliveryOutcome {
  readonly state: DeliveryState;
  readonly statusCode?: number;
  readonly error?: string;
}

/**
 * Makes one attempt at a claimed delivery, and records what came of it.
 *
 * At least once: the result is written after the answer has come, so a worker that dies in between leaves the delivery
 * to the next one, which sends it again under the same `webhook-id` (the event's id).
 *
 * @throws DbError when the result cannot be recorded; the delivery is attempted again when its lease has ended
 */
export async function deliverWebhook(
  client: TenantClient,
  delivery: ClaimedDelivery,
  options: DeliverOptions,
): Promise<DeliveryOutcome> {
  const result = await attempt(client, delivery, options);
  const state = await recordAttempt(client, delivery, result, options.retry);
  return {
    state,
    ...(result.statusCode === undefined ? {} : { statusCode: result.statusCode }),
    ...(result.delivered ? {} : { error: result.error }),
  };
}

async function attempt(
  client: TenantClient,
  delivery: ClaimedDelivery,
  options: DeliverOptions,
): Promise<SendResult> {
  let secret: string;
  try {
    secret = await decryptField(client, 'WebhookSubscription', 'secret', delivery.encryptedSecret);
  } catch (error) {
    // A wrong master key is put right by an operator; until then the attempts are spaced out like any other failure.
    if (!(error instanceof DbError && KEY_PROBLEMS.includes(error.code))) throw error;
    return { delivered: false, error: 'the signing secret cannot be decrypted' };
  }
  const { url, eventId: id } = delivery;
  return await sendWebhook({ url, secret, id, body: webhookBody(delivery) }, options);
}

/** The body: the event as it was recorded, the same in each attempt. */
function webhookBody(delivery: ClaimedDelivery): string {
  const { eventId: id, type, occurredAt, entity, entityId, sequence, payload: data } = delivery;
  return JSON.stringify({
    id,
    type,
    timestamp: occurredAt.toISOString(),
    entity,
    entityId,
    // A bigint beyond 2^53 would lose digits as a JSON number.
    sequence: String(sequence),
    data,
  });
}
