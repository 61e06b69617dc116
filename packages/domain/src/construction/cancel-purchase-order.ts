import type { TenantClient } from '@org/db';
import { z } from 'zod';
import { parseInput } from '../parse-input.ts';
import { idField } from '../shared/input-fields.ts';
import { changePurchaseOrder } from './change-purchase-order.ts';
import type { PurchaseOrderView } from './views/purchase-order.ts';

export const cancelPurchaseOrderInput = z.strictObject({ purchaseOrderId: idField });

/**
 * Calls a purchase order off, as long as nothing was received. Its takeoff is not ordered anew.
 *
 * @throws DomainError NOT_FOUND, STATE_ILLEGAL
 */
export async function cancelPurchaseOrder(
  client: TenantClient,
  input: z.input<typeof cancelPurchaseOrderInput>,
): Promise<PurchaseOrderView> {
  const { purchaseOrderId } = parseInput(cancelPurchaseOrderInput, input);
  return changePurchaseOrder(client, {
    purchaseOrderId,
    from: ['DRAFT', 'ISSUED', 'ACKNOWLEDGED'],
    to: 'CANCELLED',
    set: { cancelledAt: new Date() },
  });
}
