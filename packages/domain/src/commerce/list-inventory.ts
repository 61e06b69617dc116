import type { Prisma, TenantClient } from '@org/db';
import { z } from 'zod';

import { parseInput } from '../parse-input.ts';
import { type Page, pageFields, readPage } from '../read-page.ts';
import { idField } from '../shared/input-fields.ts';
import { type InventoryView, toInventory } from './views/inventory.ts';

/** What a list of stock can be narrowed to. */
export const inventoryFilters = {
  skuId: idField.optional(),
  location: z.string().trim().min(1).max(50).optional(),
  belowReorderPoint: z.boolean().optional().describe('Fewer in the house than the reorder point; or not so'),
};

export const INVENTORY_ORDERS = ['createdAt', '-createdAt'] as const;

export const listInventoryInput = z.strictObject({ ...pageFields(INVENTORY_ORDERS), ...inventoryFilters });

/**
 * The stock by SKU and location.
 *
 * @throws DbError CURSOR_INVALID
 */
export async function listInventory(
  client: TenantClient,
  input: z.input<typeof listInventoryInput> = {},
): Promise<Page<InventoryView>> {
  const { limit, cursor, order, ...wanted } = parseInput(listInventoryInput, input);
  const { skuId, location, belowReorderPoint } = wanted;
  const filters: Prisma.InventoryWhereInput[] = [];
  if (skuId) filters.push({ skuId });
  if (location) filters.push({ location });
  if (belowReorderPoint !== undefined) {
    const { reorderPoint } = client.inventory.fields;
    filters.push({ onHand: belowReorderPoint ? { lt: reorderPoint } : { gte: reorderPoint } });
  }
  const found = await readPage(
    client,
    { resource: 'inventory', page: { limit, cursor, order }, filters: wanted },
    ({ where, orderBy, take }) =>
      client.inventory.findMany({
        where: { AND: [...filters, where] },
        orderBy,
        take,
        include: { sku: { select: { code: true } } },
      }),
  );
  return { data: found.data.map(toInventory), page: found.page };
}
