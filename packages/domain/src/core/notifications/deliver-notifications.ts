import type { TenantClient } from '@org/db';

import { type RetryPolicy, retryDelay } from '../webhooks/retry-delay.ts';
import { type ClaimedNotification, claimDueNotifications } from './claim-due-notifications.ts';
import type { GatewayResult, NotificationGateway } from './notification-gateway.ts';

export interface DeliverNotificationsOptions {
  /** Notifications that are under way at once. */
  readonly concurrency: number;
  readonly leaseMs: number;
  readonly retry: RetryPolicy;
}

export interface NotificationsDelivered {
  readonly delivered: number;
  /** Will be tried again. */
  readonly failed: number;
  /** Given up: `failedAt` and `lastError` say when and why. */
  readonly dead: number;
}

type State = keyof NotificationsDelivered;

/**
 * Sends what is due at one tenant through a gateway, until nothing is. What fails is tried again later and later, and given
 * up after the last attempt; what is for somebody who is gone is given up at once.
 *
 * At least once: a caller that dies between the answer and its record leaves the notification to the next one, under the
 * same id.
 */
export async function deliverNotifications(
  client: TenantClient,
  gateway: NotificationGateway,
  { concurrency, leaseMs, retry }: DeliverNotificationsOptions,
): Promise<NotificationsDelivered> {
  const counts = { delivered: 0, failed: 0, dead: 0 };
  for (;;) {
    const due = await claimDueNotifications(client, { limit: concurrency, leaseMs });
    if (due.length === 0) return counts;
    const states = await Promise.all(due.map((one) => deliver(client, gateway, one, retry)));
    for (const state of states) if (state) counts[state] += 1;
  }
}

async function deliver(
  client: TenantClient,
  gateway: NotificationGateway,
  claimed: ClaimedNotification,
  retry: RetryPolicy,
): Promise<State | undefined> {
  const {
    recipientKind: kind,
    recipientId,
    recipientName: name,
    recipientEmail: email,
    ...message
  } = claimed;
  const gone = name === null || email === null;
  const result: GatewayResult = gone
    ? { delivered: false, error: 'the recipient may not be used any more' }
    : await gateway.send({ ...message, recipient: { kind, id: recipientId, name, email } });
  const now = new Date();
  const last = gone || claimed.attempt >= retry.maxAttempts;
  const outcome = result.delivered
    ? ({ state: 'delivered', data: { deliveredAt: now, lastError: null } } as const)
    : last
      ? ({ state: 'dead', data: { failedAt: now, lastError: result.error.slice(0, 500) } } as const)
      : ({
          state: 'failed',
          data: {
            lastError: result.error.slice(0, 500),
            nextAttemptAt: new Date(Number(now) + retryDelay(claimed.attempt, retry, result.retryAfterMs)),
          },
        } as const);
  const { count } = await client.notification.updateMany({
    // Only while the claim is still the caller's own.
    where: { id: claimed.id, attempts: claimed.attempt, deliveredAt: null, failedAt: null },
    data: outcome.data,
  });
  return count === 1 ? outcome.state : undefined;
}
