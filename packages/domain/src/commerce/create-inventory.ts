import type { TenantClient } from '@org/db';
import { z } from 'zod';

import { DomainError } from '../errors.ts';
import { parseInput } from '../parse-input.ts';
import { idField, stockField } from '../shared/input-fields.ts';
import { getInventory } from './get-inventory.ts';
import type { InventoryView } from './views/inventory.ts';

export const createInventoryInput = z.strictObject({
  skuId: idField,
  location: z.string().trim().min(1).max(50).default('MAIN'),
  onHand: stockField.default('0'),
  reorderPoint: stockField.default('0'),
});

/**
 * Starts to keep stock of a SKU at a location.
 *
 * @throws DomainError NOT_FOUND for the SKU; DbError UNIQUE_VIOLATION when there is stock of it at the location
 */
export async function createInventory(
  client: TenantClient,
  input: z.input<typeof createInventoryInput>,
): Promise<InventoryView> {
  const data = parseInput(createInventoryInput, input);
  const sku = await client.sku.findFirst({ where: { id: data.skuId }, select: { id: true } });
  if (!sku) throw new DomainError('NOT_FOUND', 'There is no such SKU.');
  const row = await client.inventory.create({ data, select: { id: true } });
  return getInventory(client, { inventoryId: row.id });
}
