import type { TenantClient, TenantTransaction } from '@org/db';
import { z } from 'zod';
import { DomainError } from '../errors.ts';
import { parseInput } from '../parse-input.ts';
import { idField } from '../shared/input-fields.ts';
import { type PurchaseOrderView, toPurchaseOrder } from './views/purchase-order.ts';

export const getPurchaseOrderInput = z.strictObject({ purchaseOrderId: idField });

const LINES = {
  lines: {
    orderBy: { lineNumber: 'asc' },
    include: { material: { select: { sku: true, name: true } } },
  },
} as const;

/**
 * A purchase order with its lines.
 *
 * @throws DomainError NOT_FOUND
 */
export async function getPurchaseOrder(
  client: TenantClient | TenantTransaction,
  input: z.input<typeof getPurchaseOrderInput>,
): Promise<PurchaseOrderView> {
  const { purchaseOrderId: id } = parseInput(getPurchaseOrderInput, input);
  const order = await client.purchaseOrder.findFirst({ where: { id }, include: LINES });
  if (!order) throw new DomainError('NOT_FOUND', 'There is no such purchase order.');
  return toPurchaseOrder(order);
}

/** All purchase orders of a takeoff with their lines, by number. */
export async function loadOrdersOf(tx: TenantTransaction, takeoffId: string): Promise<PurchaseOrderView[]> {
  const orders = await tx.purchaseOrder.findMany({
    where: { takeoffId },
    orderBy: { number: 'asc' },
    include: LINES,
  });
  return orders.map(toPurchaseOrder);
}
