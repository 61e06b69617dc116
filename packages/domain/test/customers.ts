import type { TenantClient } from '@org/db';

const DAY_MS = 24 * 60 * 60 * 1000;

/** A customer with nothing but what the schema asks for. */
export async function addCustomer(client: TenantClient, code: string, data: object = {}): Promise<string> {
  const { id } = await client.customer.create({
    data: { code, name: code, state: 'CA', ...data },
    select: { id: true },
  });
  return id;
}

export interface OrderData {
  readonly customerId: string;
  readonly orderedAt: Date;
  readonly subtotal: string;
  readonly status?: 'PENDING_APPROVAL' | 'CONFIRMED' | 'SHIPPED' | 'DELIVERED' | 'CANCELLED';
  readonly isSample?: boolean;
  readonly currency?: string;
  readonly salesRepId?: string;
}

let number = 0;

/** An order as history left it: a row without lines, to be counted. */
export async function addOrder(client: TenantClient, order: OrderData): Promise<string> {
  number += 1;
  const status = order.status ?? 'DELIVERED';
  const { id } = await client.order.create({
    data: {
      ...order,
      status,
      deliveredAt: status === 'DELIVERED' ? order.orderedAt : null,
      cancelledAt: status === 'CANCELLED' ? order.orderedAt : null,
      number: `T-${number}`,
      taxState: 'CA',
      taxRate: '0',
      taxTotal: '0',
      total: order.subtotal,
    },
    select: { id: true },
  });
  return id;
}

/** A moment a number of days before another. */
export function daysBefore(moment: Date, days: number): Date {
  return new Date(moment.getTime() - days * DAY_MS);
}
