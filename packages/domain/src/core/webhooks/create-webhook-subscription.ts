import type { TenantClient } from '@org/db';
import { z } from 'zod';
import { parseInput } from '../../parse-input.ts';
import { createWebhookSecret } from './webhook-secret.ts';
import { checkWebhookTarget, type WebhookTargetPolicy } from './webhook-target.ts';

/** A subscription, as a request says it. */
export const webhookRequestSchema = z.strictObject({
  url: z.string().min(1).max(2000),
  eventTypes: z
    .array(
      z
        .string()
        .max(100)
        .regex(/^[a-z0-9_]+(?:\.[a-z0-9_]+)*$/, 'must be like `order.placed`'),
    )
    .max(100)
    .default([]),
});

export interface CreateWebhookSubscriptionInput {
  /** Absolute http or https URL of at most 2,000 characters. */
  readonly url: string;
  /** Event types such as `order.placed`; none means all. */
  readonly eventTypes?: string[];
}

export interface CreatedWebhookSubscription {
  readonly id: string;
  readonly url: string;
  readonly eventTypes: readonly string[];
  /** `whsec_…`: shown this once, and never again. */
  readonly secret: string;
}

/**
 * Subscribes a URL to events of the client's tenant, from now on. The signing secret is made here, and stored encrypted
 * with the tenant's key.
 *
 * @throws DomainError INPUT_INVALID, WEBHOOK_TARGET_REFUSED; DbError MASTER_KEY_MISSING
 */
export async function createWebhookSubscription(
  client: TenantClient,
  input: CreateWebhookSubscriptionInput,
  policy: WebhookTargetPolicy = {},
): Promise<CreatedWebhookSubscription> {
  const { url, eventTypes } = parseInput(webhookRequestSchema, input);
  checkWebhookTarget(url, policy);
  const secret = createWebhookSecret();
  const { id } = await client.webhookSubscription.create({
    data: { url, eventTypes: [...new Set(eventTypes)], secret },
    select: { id: true },
  });
  return { id, url, eventTypes: [...new Set(eventTypes)], secret };
}
