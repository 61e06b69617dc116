import type { TenantClient } from '@org/db';
import { z } from 'zod';

import { parseInput } from '../parse-input.ts';
import { inTransaction } from '../shared/in-transaction.ts';
import { idField } from '../shared/input-fields.ts';
import { changeOrderStatus } from './change-order-status.ts';
import { loadOrder } from './get-order.ts';
import type { OrderView } from './views/order.ts';

export const approveOrderInput = z.strictObject({ orderId: idField, approverId: idField });

/**
 * Releases an order that waits for a manager: PENDING_APPROVAL becomes CONFIRMED.
 *
 * @throws DomainError NOT_FOUND, STATE_ILLEGAL
 */
export async function approveOrder(
  client: TenantClient,
  input: z.input<typeof approveOrderInput>,
): Promise<OrderView> {
  const { orderId, approverId } = parseInput(approveOrderInput, input);
  return inTransaction(client, async (tx) => {
    await changeOrderStatus(tx, {
      orderId,
      from: ['PENDING_APPROVAL'],
      to: 'CONFIRMED',
      set: { approvedById: approverId, approvedAt: new Date() },
      event: 'order.approved',
    });
    return loadOrder(tx, orderId);
  });
}
