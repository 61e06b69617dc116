import type { TenantClient } from '@org/db';
import { z } from 'zod';

import { DomainError } from '../../errors.ts';
import { parseInput } from '../../parse-input.ts';
import { idField } from '../../shared/input-fields.ts';

const inputSchema = z.strictObject({ priceId: idField });

/**
 * Deletes a price. To end one, give it a last day instead.
 *
 * @throws DomainError NOT_FOUND
 */
export async function deletePrice(client: TenantClient, input: z.input<typeof inputSchema>): Promise<void> {
  const { priceId: id } = parseInput(inputSchema, input);
  const { count } = await client.priceListEntry.deleteMany({ where: { id } });
  if (count === 0) throw new DomainError('NOT_FOUND', 'There is no such price.');
}
