import { z } from 'zod';

import { DomainError } from '../errors.ts';
import { parseInput } from '../parse-input.ts';
import { idField } from '../shared/input-fields.ts';
import { type Clients, readThrough } from './clients.ts';
import { withPrices } from './sku-prices.ts';
import type { SkuView } from './views/product.ts';

export const getSkuInput = z.strictObject({ skuId: idField, customerId: idField.optional() });

/**
 * One SKU; with the prices of a customer when one is named. A portal user sees what its customer may buy.
 *
 * @throws DomainError NOT_FOUND, PORTAL_DISABLED
 */
export async function getSku(clients: Clients, input: z.input<typeof getSkuInput>): Promise<SkuView> {
  const { skuId, customerId } = parseInput(getSkuInput, input);
  const client = await readThrough(clients);
  const sku = await client.sku.findFirst({ where: { id: skuId } });
  if (!sku) throw new DomainError('NOT_FOUND', 'There is no such SKU.');
  const [view] = await withPrices(clients, [sku], customerId);
  if (!view) throw new DomainError('NOT_FOUND', 'There is no such SKU.');
  return view;
}
