import type { TenantClient, TenantTransaction } from '@org/db';
import { z } from 'zod';
import { parseInput } from '../../parse-input.ts';
import { idField } from '../../shared/input-fields.ts';
import { type IntegrationView, noSuchIntegration, toIntegration, tokenKinds } from './integration-view.ts';

export const getIntegrationInput = z.strictObject({ integrationId: idField });

/** @throws DomainError NOT_FOUND */
export async function getIntegration(
  client: TenantClient | TenantTransaction,
  input: z.input<typeof getIntegrationInput>,
): Promise<IntegrationView> {
  const { integrationId } = parseInput(getIntegrationInput, input);
  const row = await client.integration.findFirst({ where: { id: integrationId }, include: tokenKinds });
  if (!row) throw noSuchIntegration();
  return toIntegration(row);
}
