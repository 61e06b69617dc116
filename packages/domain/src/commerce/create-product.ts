import type { TenantClient } from '@org/db';
import { z } from 'zod';

import { parseInput } from '../parse-input.ts';
import { idField } from '../shared/input-fields.ts';
import { withoutUndefined } from '../shared/without-undefined.ts';
import { getProduct } from './get-product.ts';
import { requireReferences } from './references.ts';
import { type ProductView, productStatusSchema } from './views/product.ts';

export const createProductInput = z.strictObject({
  code: z.string().trim().min(1).max(50),
  name: z.string().trim().min(1).max(200),
  vintage: z.int().min(1800).max(2200).nullable().optional(),
  region: z.string().trim().max(120).nullable().optional(),
  varietal: z.string().trim().max(120).nullable().optional(),
  description: z.string().max(4000).optional(),
  status: productStatusSchema.optional(),
  supplierId: idField.nullable().optional(),
  portalVisible: z.boolean().optional().describe('Whether the portal shows it'),
  exclusiveCustomerId: idField.nullable().optional().describe('The only customer that may buy it'),
});

/**
 * Adds a product.
 *
 * @throws DomainError NOT_FOUND for the supplier or customer; DbError UNIQUE_VIOLATION when the code is taken
 */
export async function createProduct(
  client: TenantClient,
  input: z.input<typeof createProductInput>,
): Promise<ProductView> {
  const data = parseInput(createProductInput, input);
  await requireReferences(client, { supplierId: data.supplierId, customerId: data.exclusiveCustomerId });
  const product = await client.product.create({ data: withoutUndefined(data), select: { id: true } });
  return getProduct(client, { productId: product.id });
}
