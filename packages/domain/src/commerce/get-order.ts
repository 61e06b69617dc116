import type { TenantClient, TenantTransaction } from '@org/db';
import { z } from 'zod';

import { DomainError } from '../errors.ts';
import { parseInput } from '../parse-input.ts';
import { idField } from '../shared/input-fields.ts';
import { type Clients, readThrough } from './clients.ts';
import { type OrderView, toOrderLine, toOrderSummary } from './views/order.ts';

export const getOrderInput = z.strictObject({ orderId: idField });

/**
 * One order with its lines. A portal user sees its customer's only.
 *
 * @throws DomainError NOT_FOUND, PORTAL_DISABLED
 */
export async function getOrder(clients: Clients, input: z.input<typeof getOrderInput>): Promise<OrderView> {
  const { orderId } = parseInput(getOrderInput, input);
  return loadOrder(await readThrough(clients), orderId);
}

/** As `getOrder`, also within a transaction. */
export async function loadOrder(
  client: TenantClient | TenantTransaction,
  orderId: string,
): Promise<OrderView> {
  const order = await client.order.findFirst({
    where: { id: orderId },
    include: { lines: { orderBy: { lineNumber: 'asc' } } },
  });
  if (!order) throw new DomainError('NOT_FOUND', 'There is no such order.');
  // Read apart: a portal user may not see the SKU of an old line any more, and a relation must not be missing.
  const skus = await client.sku.findMany({
    where: { id: { in: order.lines.map((line) => line.skuId) } },
    select: { id: true, code: true, name: true },
  });
  const skuOf = new Map(skus.map((sku) => [sku.id, sku]));
  return {
    ...toOrderSummary(order),
    lines: order.lines.map((line) => toOrderLine(line, skuOf.get(line.skuId))),
  };
}
