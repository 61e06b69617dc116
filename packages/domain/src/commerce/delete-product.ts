import type { TenantClient } from '@org/db';
import { z } from 'zod';

import { DomainError } from '../errors.ts';
import { parseInput } from '../parse-input.ts';
import { idField } from '../shared/input-fields.ts';

export const deleteProductInput = z.strictObject({ productId: idField });

/**
 * Deletes a product softly: nobody can order it any more, its code is free for another, old orders keep it.
 *
 * @throws DomainError NOT_FOUND
 */
export async function deleteProduct(
  client: TenantClient,
  input: z.input<typeof deleteProductInput>,
): Promise<void> {
  const { productId } = parseInput(deleteProductInput, input);
  const { count } = await client.product.deleteMany({ where: { id: productId } });
  if (count === 0) throw new DomainError('NOT_FOUND', 'There is no such product.');
}
