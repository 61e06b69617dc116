import type { TenantClient } from '@org/db';
import { z } from 'zod';

import { parseInput } from '../parse-input.ts';
import { inTransaction } from '../shared/in-transaction.ts';
import { idField } from '../shared/input-fields.ts';
import { changeOrderStatus } from './change-order-status.ts';
import { loadOrder } from './get-order.ts';
import type { OrderView } from './views/order.ts';

export const shipOrderInput = z.strictObject({ orderId: idField });

/**
 * Sends an order on its way: CONFIRMED becomes SHIPPED. Its stock stays reserved until it is delivered.
 *
 * @throws DomainError NOT_FOUND, STATE_ILLEGAL
 */
export async function shipOrder(
  client: TenantClient,
  input: z.input<typeof shipOrderInput>,
): Promise<OrderView> {
  const { orderId } = parseInput(shipOrderInput, input);
  return inTransaction(client, async (tx) => {
    await changeOrderStatus(tx, {
      orderId,
      from: ['CONFIRMED'],
      to: 'SHIPPED',
      set: { shippedAt: new Date() },
      event: 'order.shipped',
    });
    return loadOrder(tx, orderId);
  });
}
