import type { TenantClient } from '@org/db';
import { z } from 'zod';

import { DomainError } from '../errors.ts';
import { parseInput } from '../parse-input.ts';
import { inTransaction } from '../shared/in-transaction.ts';
import { idField } from '../shared/input-fields.ts';
import { exact } from '../shared/money.ts';
import { changeOrderStatus } from './change-order-status.ts';
import { loadOrder } from './get-order.ts';
import { releaseStock } from './reserve-stock.ts';
import type { OrderView } from './views/order.ts';
import { addToTotalOrdered } from './write-order.ts';

export const cancelOrderInput = z.strictObject({ orderId: idField });

/**
 * Cancels an order that has not left the house: its stock is free again, and the customer's total is lowered. An
 * invoice has to be voided first.
 *
 * @throws DomainError NOT_FOUND, STATE_ILLEGAL
 */
export async function cancelOrder(
  client: TenantClient,
  input: z.input<typeof cancelOrderInput>,
): Promise<OrderView> {
  const { orderId } = parseInput(cancelOrderInput, input);
  return inTransaction(client, async (tx) => {
    const order = await changeOrderStatus(tx, {
      orderId,
      from: ['PENDING_APPROVAL', 'CONFIRMED'],
      to: 'CANCELLED',
      set: { cancelledAt: new Date() },
      event: 'order.cancelled',
    });
    const invoice = await tx.invoice.findFirst({ where: { orderId, status: { not: 'VOID' } } });
    if (invoice) {
      throw new DomainError(
        'STATE_ILLEGAL',
        `The order has invoice ${invoice.number}. Void it before the order is cancelled.`,
      );
    }
    await releaseStock(tx, orderId);
    await addToTotalOrdered(tx, order.customerId, exact(order.total).negated());
    return loadOrder(tx, orderId);
  });
}
