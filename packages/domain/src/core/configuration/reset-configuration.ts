import type { TenantClient } from '@org/db';
import { z } from 'zod';

import { DomainError } from '../../errors.ts';
import { parseInput } from '../../parse-input.ts';
import { configurationKeySchema } from './configuration.ts';

const inputSchema = z.strictObject({ key: configurationKeySchema });

/**
 * Takes away the tenant's own value of a key, so that the platform's holds again.
 *
 * @throws DomainError NOT_FOUND when the tenant has none
 */
export async function resetConfiguration(
  client: TenantClient,
  input: z.input<typeof inputSchema>,
): Promise<void> {
  const { key } = parseInput(inputSchema, input);
  const { count } = await client.systemConfiguration.deleteMany({ where: { key, scope: 'TENANT' } });
  if (count === 0) throw new DomainError('NOT_FOUND', `The tenant has no value of its own for ${key}.`);
}
