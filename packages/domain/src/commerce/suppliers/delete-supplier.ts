import type { TenantClient } from '@org/db';
import { z } from 'zod';

import { DomainError } from '../../errors.ts';
import { parseInput } from '../../parse-input.ts';
import { idField } from '../../shared/input-fields.ts';

const inputSchema = z.strictObject({ supplierId: idField });

/**
 * Deletes a supplier softly: its products stay, its code is free for another.
 *
 * @throws DomainError NOT_FOUND
 */
export async function deleteSupplier(
  client: TenantClient,
  input: z.input<typeof inputSchema>,
): Promise<void> {
  const { supplierId: id } = parseInput(inputSchema, input);
  const { count } = await client.supplier.updateMany({
    where: { id, deletedAt: null },
    data: { deletedAt: new Date() },
  });
  if (count === 0) throw new DomainError('NOT_FOUND', 'There is no such supplier.');
}
