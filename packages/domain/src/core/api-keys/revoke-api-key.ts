import type { TenantClient } from '@org/db';
import { z } from 'zod';

import { DomainError } from '../../errors.ts';
import { parseInput } from '../../parse-input.ts';

const inputSchema = z.strictObject({ apiKeyId: z.guid() });

/**
 * Ends a key at once, for all processes. Revoking it again changes nothing.
 *
 * @throws DomainError NOT_FOUND
 */
export async function revokeApiKey(client: TenantClient, input: z.input<typeof inputSchema>): Promise<void> {
  const { apiKeyId: id } = parseInput(inputSchema, input);
  const { count } = await client.apiKey.updateMany({
    where: { id, revokedAt: null },
    data: { revokedAt: new Date() },
  });
  if (count === 0 && !(await client.apiKey.findFirst({ where: { id }, select: { id: true } }))) {
    throw new DomainError('NOT_FOUND', 'There is no such API key.');
  }
}
