import type { TenantClient } from '@org/db';
import { z } from 'zod';
import { DomainError } from '../../errors.ts';
import { parseInput } from '../../parse-input.ts';
import { idField } from '../../shared/input-fields.ts';
import { getIntegration } from './get-integration.ts';
import type { IntegrationView } from './integration-view.ts';

export const requestSyncInput = z.strictObject({ integrationId: idField });

/**
 * Lets the worker pull at its next look instead of when it is due.
 *
 * @throws DomainError NOT_FOUND, STATE_ILLEGAL for one that is not ACTIVE
 */
export async function requestSync(
  client: TenantClient,
  input: z.input<typeof requestSyncInput>,
): Promise<IntegrationView> {
  const { integrationId } = parseInput(requestSyncInput, input);
  const { count } = await client.integration.updateMany({
    where: { id: integrationId, status: 'ACTIVE' },
    data: { nextSyncAt: new Date() },
  });
  const integration = await getIntegration(client, { integrationId });
  if (count === 0) {
    throw new DomainError('STATE_ILLEGAL', `The integration is ${integration.status}. Switch it on first.`);
  }
  return integration;
}
