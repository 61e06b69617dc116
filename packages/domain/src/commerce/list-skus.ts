import type { Prisma } from '@org/db';
import { z } from 'zod';

import { parseInput } from '../parse-input.ts';
import { type Page, pageFields, readPage } from '../read-page.ts';
import { idField } from '../shared/input-fields.ts';
import { contains } from '../shared/search-text.ts';
import { type Clients, readThrough } from './clients.ts';
import { withPrices } from './sku-prices.ts';
import { productStatusSchema, type SkuView } from './views/product.ts';

/** What a list of SKUs can be narrowed to. */
export const skuFilters = {
  productId: idField.optional(),
  status: productStatusSchema.optional(),
  q: z.string().trim().min(1).max(100).optional().describe('Part of the code, name or barcode'),
  customerId: idField.optional().describe('Adds the prices of this customer'),
};

export const SKU_ORDERS = ['code', '-code', 'createdAt', '-createdAt'] as const;

export const listSkusInput = z.strictObject({ ...pageFields(SKU_ORDERS), ...skuFilters });

/**
 * The SKUs of products that were not deleted. A portal user gets what its customer may buy, with its prices.
 *
 * @throws DomainError NOT_FOUND for the customer, PORTAL_DISABLED; DbError CURSOR_INVALID
 */
export async function listSkus(
  clients: Clients,
  input: z.input<typeof listSkusInput> = {},
): Promise<Page<SkuView>> {
  const { limit, cursor, order, customerId, ...wanted } = parseInput(listSkusInput, input);
  const { productId, status, q } = wanted;
  const client = await readThrough(clients);
  const filters: Prisma.SkuWhereInput[] = [{ product: { deletedAt: null } }];
  if (productId) filters.push({ productId });
  if (status) filters.push({ status });
  if (q) {
    const text = contains(q);
    filters.push({ OR: [{ code: text }, { name: text }, { barcode: text }] });
  }
  const found = await readPage(
    client,
    { resource: 'skus', page: { limit, cursor, order }, filters: wanted },
    ({ where, orderBy, take }) => client.sku.findMany({ where: { AND: [...filters, where] }, orderBy, take }),
  );
  return { data: await withPrices(clients, found.data, customerId), page: found.page };
}
