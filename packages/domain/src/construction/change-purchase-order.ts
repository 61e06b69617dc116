import type { Prisma, TenantClient, TenantTransaction } from '@org/db';
import { recordWebhookEvent } from '../core/record-webhook-event.ts';
import { DomainError } from '../errors.ts';
import { inTransaction } from '../shared/in-transaction.ts';
import { getPurchaseOrder } from './get-purchase-order.ts';
import type { PurchaseOrderStatus, PurchaseOrderView } from './views/purchase-order.ts';

/** One step in the life of a purchase order. */
export interface PurchaseOrderStep {
  readonly purchaseOrderId: string;
  readonly from: readonly PurchaseOrderStatus[];
  readonly to: PurchaseOrderStatus;
  /** What the step sets besides the status. */
  readonly set: Prisma.PurchaseOrderUncheckedUpdateManyInput;
  /** What else belongs to the step. */
  readonly also?: (tx: TenantTransaction) => Promise<void>;
}

/**
 * Takes a purchase order one step on, and records the event (`purchase_order.received` …). Each step happens once,
 * whoever else tries.
 *
 * @throws DomainError NOT_FOUND, STATE_ILLEGAL
 */
export async function changePurchaseOrder(
  client: TenantClient,
  step: PurchaseOrderStep,
): Promise<PurchaseOrderView> {
  const { purchaseOrderId, from, to } = step;
  return inTransaction(client, async (tx) => {
    const [order] = await tx.$queryRaw<{ number: string; status: PurchaseOrderStatus }[]>`
      SELECT number, status::text FROM construction.purchase_orders
      WHERE id = ${purchaseOrderId}::uuid FOR NO KEY UPDATE`;
    if (!order) throw new DomainError('NOT_FOUND', 'There is no such purchase order.');
    if (!from.includes(order.status)) {
      throw new DomainError(
        'STATE_ILLEGAL',
        `Purchase order ${order.number} is ${order.status}. Only one that is ${from.join(' or ')} can become ${to}.`,
      );
    }
    await step.also?.(tx);
    await tx.purchaseOrder.updateMany({ where: { id: purchaseOrderId }, data: { ...step.set, status: to } });
    const changed = await getPurchaseOrder(tx, { purchaseOrderId });
    const { id, number, takeoffId, vendorId, total, status } = changed;
    await recordWebhookEvent(tx, {
      type: `purchase_order.${to.toLowerCase()}`,
      entity: 'PurchaseOrder',
      entityId: id,
      payload: { id, number, takeoffId, vendorId, total, status },
    });
    return changed;
  });
}
