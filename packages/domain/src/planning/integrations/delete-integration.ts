import type { TenantClient } from '@org/db';
import { z } from 'zod';
import { parseInput } from '../../parse-input.ts';
import { idField } from '../../shared/input-fields.ts';
import { noSuchIntegration } from './integration-view.ts';

export const deleteIntegrationInput = z.strictObject({ integrationId: idField });

/**
 * Deletes an integration with its credentials and the items that it brought. Snapshots stay.
 *
 * @throws DomainError NOT_FOUND
 */
export async function deleteIntegration(
  client: TenantClient,
  input: z.input<typeof deleteIntegrationInput>,
): Promise<void> {
  const { integrationId } = parseInput(deleteIntegrationInput, input);
  const { count } = await client.integration.deleteMany({ where: { id: integrationId } });
  if (count === 0) throw noSuchIntegration();
}
