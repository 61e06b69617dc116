import type { Prisma } from '@org/db';
import { z } from 'zod';

import { parseInput } from '../parse-input.ts';
import { type Page, pageFields, readPage } from '../read-page.ts';
import { idField } from '../shared/input-fields.ts';
import { contains } from '../shared/search-text.ts';
import { type Clients, readThrough } from './clients.ts';
import { withPrices } from './sku-prices.ts';
import { type ProductView, productStatusSchema, toProduct } from './views/product.ts';

/** What a list of products can be narrowed to. */
export const productFilters = {
  status: productStatusSchema.optional(),
  q: z.string().trim().min(1).max(100).optional().describe('Part of the code, name, region or varietal'),
  region: z.string().trim().min(1).max(120).optional(),
  customerId: idField.optional().describe('Adds the prices of this customer'),
};

export const PRODUCT_ORDERS = ['name', '-name', 'createdAt', '-createdAt'] as const;

export const listProductsInput = z.strictObject({ ...pageFields(PRODUCT_ORDERS), ...productFilters });

/**
 * The products that were not deleted, with their SKUs. A portal user gets what its customer may buy, with its prices.
 *
 * @throws DomainError NOT_FOUND for the customer, PORTAL_DISABLED; DbError CURSOR_INVALID
 */
export async function listProducts(
  clients: Clients,
  input: z.input<typeof listProductsInput> = {},
): Promise<Page<ProductView>> {
  const { limit, cursor, order, customerId, ...wanted } = parseInput(listProductsInput, input);
  const { status, q, region } = wanted;
  const client = await readThrough(clients);
  const filters: Prisma.ProductWhereInput[] = [];
  if (status) filters.push({ status });
  if (region) filters.push({ region: { equals: region, mode: 'insensitive' } });
  if (q) {
    const text = contains(q);
    filters.push({ OR: [{ code: text }, { name: text }, { region: text }, { varietal: text }] });
  }
  const found = await readPage(
    client,
    { resource: 'products', page: { limit, cursor, order }, filters: wanted },
    ({ where, orderBy, take }) =>
      client.product.findMany({
        where: { AND: [...filters, where] },
        orderBy,
        take,
        include: { skus: { orderBy: { code: 'asc' } } },
      }),
  );
  const skus = await withPrices(
    clients,
    found.data.flatMap((product) => product.skus),
    customerId,
  );
  return {
    data: found.data.map((product) =>
      toProduct(
        product,
        skus.filter((sku) => sku.productId === product.id),
      ),
    ),
    page: found.page,
  };
}
