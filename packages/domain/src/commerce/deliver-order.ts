import type { TenantClient } from '@org/db';
import { z } from 'zod';

import { parseInput } from '../parse-input.ts';
import { inTransaction } from '../shared/in-transaction.ts';
import { idField } from '../shared/input-fields.ts';
import { changeOrderStatus } from './change-order-status.ts';
import { loadOrder } from './get-order.ts';
import { takeStock } from './reserve-stock.ts';
import type { OrderView } from './views/order.ts';

export const deliverOrderInput = z.strictObject({ orderId: idField });

/**
 * Hands an order over: SHIPPED becomes DELIVERED, and what was reserved leaves the stock.
 *
 * @throws DomainError NOT_FOUND, STATE_ILLEGAL
 */
export async function deliverOrder(
  client: TenantClient,
  input: z.input<typeof deliverOrderInput>,
): Promise<OrderView> {
  const { orderId } = parseInput(deliverOrderInput, input);
  return inTransaction(client, async (tx) => {
    await changeOrderStatus(tx, {
      orderId,
      from: ['SHIPPED'],
      to: 'DELIVERED',
      set: { deliveredAt: new Date() },
      event: 'order.delivered',
    });
    await takeStock(tx, orderId);
    return loadOrder(tx, orderId);
  });
}
