import type { Prisma } from '@org/db';

import { type DecimalLike, formatMoney } from '../shared/money.ts';

interface OrderRow {
  readonly id: string;
  readonly number: string;
  readonly customerId: string;
  readonly status: string;
  readonly isSample: boolean;
  readonly currency: string;
  readonly subtotal: DecimalLike;
  readonly taxTotal: DecimalLike;
  readonly total: DecimalLike;
}

/** What the receivers of an order's events get to know: the order's head, money as strings. */
export function orderEventPayload(order: OrderRow): Prisma.InputJsonObject {
  return {
    id: order.id,
    number: order.number,
    customerId: order.customerId,
    status: order.status,
    isSample: order.isSample,
    currency: order.currency,
    subtotal: formatMoney(order.subtotal),
    taxTotal: formatMoney(order.taxTotal),
    total: formatMoney(order.total),
  };
}
