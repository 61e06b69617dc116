import type { TenantTransaction } from '@org/db';

import { recordWebhookEvent } from '../core/record-webhook-event.ts';
import { DomainError } from '../errors.ts';
import type { DecimalLike } from '../shared/money.ts';
import { orderEventPayload } from './order-event-payload.ts';
import type { OrderStatus } from './views/order.ts';

/** One step in the life of an order. */
export interface StatusChange {
  readonly orderId: string;
  readonly from: readonly OrderStatus[];
  readonly to: OrderStatus;
  /** What the step sets besides the status. */
  readonly set: {
    readonly approvedById?: string;
    readonly approvedAt?: Date;
    readonly shippedAt?: Date;
    readonly deliveredAt?: Date;
    readonly cancelledAt?: Date;
  };
  /** Type of the event, such as `order.shipped`. */
  readonly event: string;
}

/** What the steps need of an order that they have changed. */
export interface ChangedOrder {
  readonly id: string;
  readonly customerId: string;
  readonly total: DecimalLike;
}

/**
 * Takes an order from one status to another, and records the event. The order's row stays locked until the end of the
 * transaction, so that each step happens once and events stay in order.
 *
 * @throws DomainError NOT_FOUND, STATE_ILLEGAL
 */
export async function changeOrderStatus(tx: TenantTransaction, change: StatusChange): Promise<ChangedOrder> {
  const status = await lockOrder(tx, change.orderId);
  if (!change.from.includes(status)) {
    throw new DomainError(
      'STATE_ILLEGAL',
      `The order is ${status}. Only one that is ${change.from.join(' or ')} can become ${change.to}.`,
    );
  }
  await tx.order.updateMany({ where: { id: change.orderId }, data: { status: change.to, ...change.set } });
  const order = await tx.order.findFirst({ where: { id: change.orderId } });
  if (!order) throw new DomainError('NOT_FOUND', 'There is no such order.');
  await recordWebhookEvent(tx, {
    type: change.event,
    entity: 'Order',
    entityId: order.id,
    payload: orderEventPayload(order),
  });
  return order;
}

/**
 * Locks an order until the end of the transaction.
 *
 * @returns its status
 * @throws DomainError NOT_FOUND
 */
export async function lockOrder(tx: TenantTransaction, orderId: string): Promise<OrderStatus> {
  const [order] = await tx.$queryRaw<{ status: OrderStatus }[]>`
    SELECT status::text FROM commerce.orders WHERE id = ${orderId}::uuid FOR NO KEY UPDATE`;
  if (!order) throw new DomainError('NOT_FOUND', 'There is no such order.');
  return order.status;
}
