import { sendWebhook } from '../webhooks/send-webhook.ts';
import { webhookKey } from '../webhooks/webhook-secret.ts';
import { checkWebhookTarget } from '../webhooks/webhook-target.ts';
import type { NotificationGateway } from './notification-gateway.ts';

export interface HttpGatewayOptions {
  /** Where each notification is posted to. It is the operator's own, so it may be a private address. */
  readonly url: string;
  /** `whsec_…`, by which the gateway proves that a request is ours. */
  readonly secret: string;
  /** For a whole exchange, in milliseconds. */
  readonly timeoutMs: number;
}

/**
 * Posts notifications as JSON, signed as webhooks are (Standard Webhooks): a gateway checks them with `verifyWebhook`. The
 * `webhook-id` is the notification's id, the same in every attempt. Delivered means a status of 200 to 299 in time.
 *
 * @throws DomainError WEBHOOK_TARGET_REFUSED, INPUT_INVALID when URL or secret are unusable
 */
export function httpGateway({ url, secret, timeoutMs }: HttpGatewayOptions): NotificationGateway {
  const policy = { allowPrivateAddresses: true };
  checkWebhookTarget(url, policy);
  webhookKey(secret);
  return {
    async send({ attempt: _, ...notification }) {
      const body = JSON.stringify(notification);
      const sent = await sendWebhook({ url, secret, id: notification.id, body }, { ...policy, timeoutMs });
      if (sent.delivered) return { delivered: true };
      const { error, retryAfterMs } = sent;
      return { delivered: false, error, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
    },
  };
}
