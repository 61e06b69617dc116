import { z } from 'zod';

import { DomainError } from '../errors.ts';
import { parseInput } from '../parse-input.ts';
import { idField } from '../shared/input-fields.ts';
import { type Clients, readThrough } from './clients.ts';
import { withPrices } from './sku-prices.ts';
import { type ProductView, toProduct } from './views/product.ts';

export const getProductInput = z.strictObject({ productId: idField, customerId: idField.optional() });

/**
 * One product with its SKUs; with the prices of a customer when one is named. A portal user sees what its customer
 * may buy, always with its prices.
 *
 * @throws DomainError NOT_FOUND, PORTAL_DISABLED
 */
export async function getProduct(
  clients: Clients,
  input: z.input<typeof getProductInput>,
): Promise<ProductView> {
  const { productId, customerId } = parseInput(getProductInput, input);
  const client = await readThrough(clients);
  const product = await client.product.findFirst({
    where: { id: productId },
    include: { skus: { orderBy: { code: 'asc' } } },
  });
  if (!product) throw new DomainError('NOT_FOUND', 'There is no such product.');
  return toProduct(product, await withPrices(clients, product.skus, customerId));
}
