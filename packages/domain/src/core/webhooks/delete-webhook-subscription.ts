import type { TenantClient } from '@org/db';
import { z } from 'zod';

import { DomainError } from '../../errors.ts';
import { parseInput } from '../../parse-input.ts';

const inputSchema = z.strictObject({ subscriptionId: z.guid() });

/**
 * Ends a subscription; what was not delivered to it is given up.
 *
 * @throws DomainError NOT_FOUND
 */
export async function deleteWebhookSubscription(
  client: TenantClient,
  input: z.input<typeof inputSchema>,
): Promise<void> {
  const { subscriptionId: id } = parseInput(inputSchema, input);
  const { count } = await client.webhookSubscription.deleteMany({ where: { id } });
  if (count === 0) throw new DomainError('NOT_FOUND', 'There is no such subscription.');
}
