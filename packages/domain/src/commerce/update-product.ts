import type { TenantClient } from '@org/db';
import type { z } from 'zod';

import { DomainError } from '../errors.ts';
import { parseInput } from '../parse-input.ts';
import { idField } from '../shared/input-fields.ts';
import { withoutUndefined } from '../shared/without-undefined.ts';
import { createProductInput } from './create-product.ts';
import { getProduct } from './get-product.ts';
import { requireReferences } from './references.ts';
import type { ProductView } from './views/product.ts';

/** What of a product can be changed; what is left out stays. */
export const productChangesSchema = createProductInput.partial();

export const updateProductInput = productChangesSchema.extend({ productId: idField });

/**
 * Changes a product. Who may see it in the portal changes with it, for its SKUs and prices too.
 *
 * @throws DomainError NOT_FOUND; DbError UNIQUE_VIOLATION when the code is taken
 */
export async function updateProduct(
  client: TenantClient,
  input: z.input<typeof updateProductInput>,
): Promise<ProductView> {
  const { productId, ...changes } = parseInput(updateProductInput, input);
  await requireReferences(client, {
    supplierId: changes.supplierId,
    customerId: changes.exclusiveCustomerId,
  });
  const { count } = await client.product.updateMany({
    where: { id: productId },
    data: withoutUndefined(changes),
  });
  if (count === 0) throw new DomainError('NOT_FOUND', 'There is no such product.');
  return getProduct(client, { productId });
}
