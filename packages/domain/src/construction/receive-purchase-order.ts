import type { TenantClient, TenantTransaction } from '@org/db';
import { z } from 'zod';
import { DomainError } from '../errors.ts';
import { parseInput } from '../parse-input.ts';
import { idField, stockField } from '../shared/input-fields.ts';
import { changePurchaseOrder } from './change-purchase-order.ts';
import type { PurchaseOrderView } from './views/purchase-order.ts';

/** What came. */
export const receiptSchema = z.strictObject({
  lines: z
    .array(z.strictObject({ lineId: idField, quantity: stockField }))
    .max(1000)
    .default([])
    .describe('Lines of which another quantity came than was ordered'),
});

export const receivePurchaseOrderInput = receiptSchema.extend({ purchaseOrderId: idField });

/**
 * The goods have come: ISSUED or ACKNOWLEDGED becomes RECEIVED. A line that is not named came as it was ordered.
 *
 * @throws DomainError NOT_FOUND, also for a line, STATE_ILLEGAL
 */
export async function receivePurchaseOrder(
  client: TenantClient,
  input: z.input<typeof receivePurchaseOrderInput>,
): Promise<PurchaseOrderView> {
  const { purchaseOrderId, lines } = parseInput(receivePurchaseOrderInput, input);
  return changePurchaseOrder(client, {
    purchaseOrderId,
    from: ['ISSUED', 'ACKNOWLEDGED'],
    to: 'RECEIVED',
    set: { receivedAt: new Date() },
    also: async (tx) => {
      await tx.$executeRaw`
        UPDATE construction.purchase_order_lines SET received_quantity = quantity
        WHERE purchase_order_id = ${purchaseOrderId}::uuid`;
      if (lines.length > 0) await writeDifferences(tx, purchaseOrderId, lines);
    },
  });
}

async function writeDifferences(
  tx: TenantTransaction,
  purchaseOrderId: string,
  lines: readonly { readonly lineId: string; readonly quantity: string }[],
): Promise<void> {
  const differences = new Map(lines.map(({ lineId, quantity }) => [lineId, quantity]));
  const changed = await tx.$executeRaw`
    UPDATE construction.purchase_order_lines AS l SET received_quantity = d.quantity
    FROM unnest(${[...differences.keys()]}::uuid[], ${[...differences.values()]}::numeric[]) AS d (id, quantity)
    WHERE l.id = d.id AND l.purchase_order_id = ${purchaseOrderId}::uuid`;
  if (changed !== differences.size) {
    throw new DomainError('NOT_FOUND', 'A line is not one of this purchase order.');
  }
}
