import type { TenantClient } from '@org/db';
import type { z } from 'zod';

import { DomainError } from '../errors.ts';
import { parseInput } from '../parse-input.ts';
import { idField } from '../shared/input-fields.ts';
import { withoutUndefined } from '../shared/without-undefined.ts';
import { createSkuInput } from './create-sku.ts';
import { getSku } from './get-sku.ts';
import type { SkuView } from './views/product.ts';

/** What of a SKU can be changed; what is left out stays. It never moves to another product. */
export const skuChangesSchema = createSkuInput.omit({ productId: true }).partial();

export const updateSkuInput = skuChangesSchema.extend({ skuId: idField });

/**
 * Changes a SKU. One that is no longer sold becomes DISCONTINUED; it is never deleted, because orders name it.
 *
 * @throws DomainError NOT_FOUND; DbError UNIQUE_VIOLATION when the code is taken
 */
export async function updateSku(
  client: TenantClient,
  input: z.input<typeof updateSkuInput>,
): Promise<SkuView> {
  const { skuId, ...changes } = parseInput(updateSkuInput, input);
  const { count } = await client.sku.updateMany({ where: { id: skuId }, data: withoutUndefined(changes) });
  if (count === 0) throw new DomainError('NOT_FOUND', 'There is no such SKU.');
  return getSku(client, { skuId });
}
