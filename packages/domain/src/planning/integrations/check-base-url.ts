import { checkWebhookTarget, type WebhookTargetPolicy } from '../../core/webhooks/webhook-target.ts';
import { DomainError } from '../../errors.ts';

/**
 * Refuses a URL that does not lead to the public internet by itself; what a name resolves to is checked at each pull.
 *
 * @throws DomainError INPUT_INVALID
 */
export function checkBaseUrl(baseUrl: string, policy: WebhookTargetPolicy): void {
  try {
    checkWebhookTarget(baseUrl, policy);
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : 'The URL is not usable.';
    throw new DomainError('INPUT_INVALID', message, {
      cause,
      fields: [{ field: 'config.baseUrl', message }],
    });
  }
}
