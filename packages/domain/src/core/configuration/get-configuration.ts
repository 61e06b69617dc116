import type { TenantClient, TenantTransaction } from '@org/db';
import { z } from 'zod';

import { DomainError } from '../../errors.ts';
import { parseInput } from '../../parse-input.ts';
import { type ConfigurationView, configurationKeySchema } from './configuration.ts';

const inputSchema = z.strictObject({ key: configurationKeySchema });

/**
 * The tenant's own value of a key, or the platform's.
 *
 * @throws DomainError NOT_FOUND
 */
export async function getConfiguration(
  client: TenantClient | TenantTransaction,
  input: z.input<typeof inputSchema>,
): Promise<ConfigurationView> {
  const { key } = parseInput(inputSchema, input);
  const rows = await client.systemConfiguration.findMany({ where: { key } });
  const row = rows.find(({ scope }) => scope === 'TENANT') ?? rows[0];
  if (!row) throw new DomainError('NOT_FOUND', `Nothing is set for ${key}.`);
  const { value, scope, updatedAt } = row;
  return { key, value, scope, updatedAt: updatedAt.toISOString() };
}
