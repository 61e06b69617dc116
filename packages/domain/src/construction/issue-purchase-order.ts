import type { TenantClient } from '@org/db';
import { z } from 'zod';
import { parseInput } from '../parse-input.ts';
import { idField } from '../shared/input-fields.ts';
import { changePurchaseOrder } from './change-purchase-order.ts';
import type { PurchaseOrderView } from './views/purchase-order.ts';

export const issuePurchaseOrderInput = z.strictObject({ purchaseOrderId: idField });

/**
 * Sends a draft to its vendor: DRAFT becomes ISSUED.
 *
 * @throws DomainError NOT_FOUND, STATE_ILLEGAL
 */
export async function issuePurchaseOrder(
  client: TenantClient,
  input: z.input<typeof issuePurchaseOrderInput>,
): Promise<PurchaseOrderView> {
  const { purchaseOrderId } = parseInput(issuePurchaseOrderInput, input);
  return changePurchaseOrder(client, {
    purchaseOrderId,
    from: ['DRAFT'],
    to: 'ISSUED',
    set: { issuedAt: new Date() },
  });
}
