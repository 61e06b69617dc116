import type { TenantClient } from '@org/db';
import { z } from 'zod';

import { parseInput } from '../parse-input.ts';
import { idField } from '../shared/input-fields.ts';
import { withoutUndefined } from '../shared/without-undefined.ts';
import { getSku } from './get-sku.ts';
import { requireReferences } from './references.ts';
import { productStatusSchema, type SkuView } from './views/product.ts';

export const createSkuInput = z.strictObject({
  productId: idField,
  code: z.string().trim().min(1).max(50),
  name: z.string().trim().min(1).max(200),
  bottleSizeMl: z.int().min(1).max(1_000_000).optional().describe('Millilitres'),
  unitsPerCase: z.int().min(1).max(10_000).optional(),
  barcode: z.string().trim().max(32).nullable().optional(),
  status: productStatusSchema.optional(),
});

/**
 * Adds a SKU to a product. Whether the portal shows it is the product's matter.
 *
 * @throws DomainError NOT_FOUND for the product; DbError UNIQUE_VIOLATION when the code is taken
 */
export async function createSku(
  client: TenantClient,
  input: z.input<typeof createSkuInput>,
): Promise<SkuView> {
  const data = parseInput(createSkuInput, input);
  await requireReferences(client, { productId: data.productId });
  const sku = await client.sku.create({ data: withoutUndefined(data), select: { id: true } });
  return getSku(client, { skuId: sku.id });
}
