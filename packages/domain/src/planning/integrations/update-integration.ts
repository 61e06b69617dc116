import type { TenantClient } from '@org/db';
import { z } from 'zod';
import type { WebhookTargetPolicy } from '../../core/webhooks/webhook-target.ts';
import { parseInput } from '../../parse-input.ts';
import { inTransaction } from '../../shared/in-transaction.ts';
import { idField } from '../../shared/input-fields.ts';
import { withoutUndefined } from '../../shared/without-undefined.ts';
import { requireProject } from '../lock-project.ts';
import { checkBaseUrl } from './check-base-url.ts';
import { writeCredentials } from './credentials.ts';
import { getIntegration } from './get-integration.ts';
import { credentialsSchema, integrationConfigSchema } from './integration-input.ts';
import { type IntegrationView, noSuchIntegration } from './integration-view.ts';

/** What of an integration can be changed; what is left out stays. */
export const integrationChangesSchema = z.strictObject({
  name: z.string().trim().min(1).max(120).optional(),
  status: z.enum(['ACTIVE', 'PAUSED']).optional().describe('ACTIVE also takes up one that has failed'),
  config: integrationConfigSchema.optional().describe('Replaces all of it, and pulls from the beginning'),
  credentials: credentialsSchema.optional().describe('Replaces all of them; never shown again'),
});

export const updateIntegrationInput = integrationChangesSchema.extend({ integrationId: idField });

/**
 * Changes an integration. Switched on, or with other credentials or another configuration, it is pulled from at the
 * worker's next look.
 *
 * @throws DomainError NOT_FOUND, INPUT_INVALID; DbError UNIQUE_VIOLATION for the name, MASTER_KEY_MISSING
 */
export async function updateIntegration(
  client: TenantClient,
  input: z.input<typeof updateIntegrationInput>,
  policy: WebhookTargetPolicy = {},
): Promise<IntegrationView> {
  const { integrationId, credentials, ...changes } = parseInput(updateIntegrationInput, input);
  if (changes.config) checkBaseUrl(changes.config.baseUrl, policy);
  return inTransaction(client, async (tx) => {
    if (changes.config) await requireProject(tx, changes.config.projectId);
    const anew = changes.status === 'ACTIVE' || changes.config !== undefined || credentials !== undefined;
    const { count } = await tx.integration.updateMany({
      where: { id: integrationId },
      data: withoutUndefined({
        ...changes,
        ...(anew ? { nextSyncAt: new Date(), syncFailures: 0, lastError: null } : {}),
        ...(changes.config ? { syncState: {} } : {}),
      }),
    });
    if (count === 0) throw noSuchIntegration();
    if (credentials) await writeCredentials(tx, integrationId, credentials);
    return getIntegration(tx, { integrationId });
  });
}
