import type { TenantClient } from '@org/db';
import { z } from 'zod';
import type { WebhookTargetPolicy } from '../../core/webhooks/webhook-target.ts';
import { parseInput } from '../../parse-input.ts';
import { inTransaction } from '../../shared/in-transaction.ts';
import { requireProject } from '../lock-project.ts';
import { checkBaseUrl } from './check-base-url.ts';
import { writeCredentials } from './credentials.ts';
import { getIntegration } from './get-integration.ts';
import { credentialsSchema, integrationConfigSchema, providerSchema } from './integration-input.ts';
import type { IntegrationView } from './integration-view.ts';

export const createIntegrationInput = z.strictObject({
  provider: providerSchema,
  name: z.string().trim().min(1).max(120),
  config: integrationConfigSchema,
  credentials: credentialsSchema.default({}),
});

/**
 * Connects a project with a tool outside; the worker pulls from it at its next look. The credentials are encrypted with
 * the tenant's key, and are not part of any answer.
 *
 * @param policy whether addresses that are not public are allowed
 * @throws DomainError INPUT_INVALID for a base URL that is not public, NOT_FOUND for the project; DbError UNIQUE_VIOLATION
 * for the name, MASTER_KEY_MISSING
 */
export async function createIntegration(
  client: TenantClient,
  input: z.input<typeof createIntegrationInput>,
  policy: WebhookTargetPolicy = {},
): Promise<IntegrationView> {
  const { credentials, ...data } = parseInput(createIntegrationInput, input);
  checkBaseUrl(data.config.baseUrl, policy);
  return inTransaction(client, async (tx) => {
    await requireProject(tx, data.config.projectId);
    const { id } = await tx.integration.create({ data, select: { id: true } });
    await writeCredentials(tx, id, credentials);
    return getIntegration(tx, { integrationId: id });
  });
}
