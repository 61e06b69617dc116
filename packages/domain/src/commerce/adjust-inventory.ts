import type { TenantClient } from '@org/db';
import { z } from 'zod';

import { DomainError } from '../errors.ts';
import { parseInput } from '../parse-input.ts';
import { inTransaction } from '../shared/in-transaction.ts';
import { idField, quantityField, stockField } from '../shared/input-fields.ts';
import { exact, formatNumber } from '../shared/money.ts';
import { loadInventory } from './get-inventory.ts';
import type { InventoryView } from './views/inventory.ts';

/** What of stock can be changed: counted anew, or received; never both. */
export const inventoryChangesSchema = z.strictObject({
  onHand: stockField.optional().describe('What was counted'),
  receive: quantityField.optional().describe('What came in, added to what is there'),
  reorderPoint: stockField.optional(),
});

export const adjustInventoryInput = inventoryChangesSchema
  .extend({ inventoryId: idField })
  .refine((input) => input.onHand === undefined || input.receive === undefined, {
    error: 'either onHand or receive',
    path: ['receive'],
  });

/**
 * Corrects stock to what was counted, or adds what came in. Waits for orders that reserve it at this moment.
 *
 * @throws DomainError NOT_FOUND, STATE_ILLEGAL when more is reserved than would be there, AMOUNT_TOO_LARGE
 */
export async function adjustInventory(
  client: TenantClient,
  input: z.input<typeof adjustInventoryInput>,
): Promise<InventoryView> {
  const { inventoryId, onHand, receive, reorderPoint } = parseInput(adjustInventoryInput, input);
  return inTransaction(client, async (tx) => {
    const [row] = await tx.$queryRaw<{ on_hand: string; reserved: string }[]>`
      SELECT on_hand::text, reserved::text FROM commerce.inventory
      WHERE id = ${inventoryId}::uuid FOR NO KEY UPDATE`;
    if (!row) throw new DomainError('NOT_FOUND', 'There is no such stock.');
    const counted = onHand === undefined ? exact(row.on_hand).plus(receive ?? 0) : exact(onHand);
    if (counted.lessThan(row.reserved)) {
      throw new DomainError(
        'STATE_ILLEGAL',
        `${formatNumber(row.reserved)} are reserved for orders; ${formatNumber(counted)} would be too few.`,
      );
    }
    if (counted.greaterThan('999999999.999')) throw new DomainError('AMOUNT_TOO_LARGE');
    await tx.inventory.updateMany({
      where: { id: inventoryId },
      data: { onHand: counted.toFixed(), ...(reorderPoint === undefined ? {} : { reorderPoint }) },
    });
    return loadInventory(tx, inventoryId);
  });
}
