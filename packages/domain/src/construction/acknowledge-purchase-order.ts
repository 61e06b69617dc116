import type { TenantClient } from '@org/db';
import { z } from 'zod';
import { parseInput } from '../parse-input.ts';
import { toDateColumn } from '../shared/calendar-date.ts';
import { idField } from '../shared/input-fields.ts';
import { changePurchaseOrder } from './change-purchase-order.ts';
import type { PurchaseOrderView } from './views/purchase-order.ts';

/** What the vendor said. */
export const acknowledgementSchema = z.strictObject({
  expectedOn: z.iso.date().optional().describe('The day of delivery that the vendor promises'),
});

export const acknowledgePurchaseOrderInput = acknowledgementSchema.extend({ purchaseOrderId: idField });

/**
 * The vendor has accepted: ISSUED becomes ACKNOWLEDGED, with the day of delivery that it promises.
 *
 * @throws DomainError NOT_FOUND, STATE_ILLEGAL
 */
export async function acknowledgePurchaseOrder(
  client: TenantClient,
  input: z.input<typeof acknowledgePurchaseOrderInput>,
): Promise<PurchaseOrderView> {
  const { purchaseOrderId, expectedOn } = parseInput(acknowledgePurchaseOrderInput, input);
  return changePurchaseOrder(client, {
    purchaseOrderId,
    from: ['ISSUED'],
    to: 'ACKNOWLEDGED',
    set: { acknowledgedAt: new Date(), ...(expectedOn && { expectedOn: toDateColumn(expectedOn) }) },
  });
}
