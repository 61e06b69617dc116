import type { TenantClient, TenantTransaction } from '@org/db';
import { z } from 'zod';

import { DomainError } from '../errors.ts';
import { parseInput } from '../parse-input.ts';
import { idField } from '../shared/input-fields.ts';
import { type InventoryView, toInventory } from './views/inventory.ts';

export const getInventoryInput = z.strictObject({ inventoryId: idField });

/**
 * The stock of a SKU at a location.
 *
 * @throws DomainError NOT_FOUND
 */
export async function getInventory(
  client: TenantClient,
  input: z.input<typeof getInventoryInput>,
): Promise<InventoryView> {
  return loadInventory(client, parseInput(getInventoryInput, input).inventoryId);
}

/** As `getInventory`, also within a transaction. */
export async function loadInventory(
  client: TenantClient | TenantTransaction,
  inventoryId: string,
): Promise<InventoryView> {
  const row = await client.inventory.findFirst({
    where: { id: inventoryId },
    include: { sku: { select: { code: true } } },
  });
  if (!row) throw new DomainError('NOT_FOUND', 'There is no such stock.');
  return toInventory(row);
}
