import type { TenantTransaction } from '@org/db';

import { recordWebhookEvent } from '../core/record-webhook-event.ts';
import { DomainError } from '../errors.ts';
import { addTotals, type Exact, fitsAmount, lineTotal } from '../shared/money.ts';
import type { Actor } from './actor.ts';
import type { Allocation } from './allocate-stock.ts';
import { exceedsCredit } from './credit-limit.ts';
import { nextNumber } from './next-number.ts';
import type { OrderDraft } from './order-draft.ts';
import { orderEventPayload } from './order-event-payload.ts';
import { reserveStock } from './reserve-stock.ts';

/** What an order has besides its lines. */
export interface OrderHead {
  readonly actor: Actor;
  readonly isSample: boolean;
  readonly salesRepId: string | null;
  readonly notes: string;
  readonly idempotencyKey: string | null;
}

interface OrderLineDraft {
  readonly lineNumber: number;
  readonly skuId: string;
  readonly location: string;
  readonly quantity: Exact;
  readonly unitPrice: Exact;
  readonly lineTotal: Exact;
}

/** One line per SKU and location, in the order of the draft. */
function orderLines(draft: OrderDraft, allocations: readonly Allocation[]): OrderLineDraft[] {
  const lines = draft.lines.flatMap((line) =>
    allocations
      .filter((allocation) => allocation.skuId === line.skuId)
      .map(({ location, quantity }) => ({ ...line, location, quantity })),
  );
  return lines.map((line, index) => ({
    lineNumber: index + 1,
    skuId: line.skuId,
    location: line.location,
    quantity: line.quantity,
    unitPrice: line.unitPrice,
    lineTotal: lineTotal(line.quantity, line.unitPrice),
  }));
}

/** Whether the order waits for a manager, and who released it when it does not have to. */
function approval(draft: OrderDraft, actor: Actor, total: Exact, beyondCredit: boolean) {
  const threshold = draft.settings.approvalAbove;
  const belowThreshold = threshold === null || total.lessThan(threshold);
  if (belowThreshold && !beyondCredit) return { status: 'CONFIRMED' as const };
  if (actor.kind !== 'staff' || !actor.mayApprove) return { status: 'PENDING_APPROVAL' as const };
  return { status: 'CONFIRMED' as const, approvedById: actor.userId, approvedAt: new Date() };
}

/**
 * Writes an order as drafted: stock is reserved, the number taken, the customer's total raised, the event recorded.
 * All of it belongs to the caller's transaction.
 *
 * @returns the order's id
 * @throws DomainError OUT_OF_STOCK, AMOUNT_TOO_LARGE
 */
export async function writeOrder(tx: TenantTransaction, draft: OrderDraft, head: OrderHead): Promise<string> {
  const codes = new Map(draft.lines.map((line) => [line.skuId, line.code]));
  const lines = orderLines(draft, await reserveStock(tx, draft.lines, codes));
  const totals = addTotals(
    lines.map((line) => line.lineTotal),
    draft.taxRate,
  );
  if (!fitsAmount(totals.total)) throw new DomainError('AMOUNT_TOO_LARGE');

  const number = await nextNumber(tx, 'orders');
  const beyondCredit = await exceedsCredit(tx, draft.customer, totals.total);
  const order = await tx.order.create({
    data: {
      number,
      customerId: draft.customer.id,
      portalUserId: head.actor.kind === 'portal' ? head.actor.portalUserId : null,
      salesRepId: head.salesRepId,
      ...approval(draft, head.actor, totals.total, beyondCredit),
      isSample: head.isSample,
      currency: draft.settings.currency,
      taxState: draft.customer.state,
      taxRate: draft.taxRate.toFixed(),
      subtotal: totals.subtotal.toFixed(2),
      taxTotal: totals.taxTotal.toFixed(2),
      total: totals.total.toFixed(2),
      notes: head.notes,
      idempotencyKey: head.idempotencyKey,
    },
  });
  await tx.orderLine.createMany({
    data: lines.map((line) => ({
      orderId: order.id,
      customerId: order.customerId,
      lineNumber: line.lineNumber,
      skuId: line.skuId,
      location: line.location,
      quantity: line.quantity.toFixed(),
      unitPrice: line.unitPrice.toFixed(),
      lineTotal: line.lineTotal.toFixed(2),
    })),
  });
  // Deleted since it was read: whoever deletes a customer waits for orders under way, and they for it.
  const raised = await addToTotalOrdered(tx, order.customerId, totals.total);
  if (!raised) throw new DomainError('NOT_FOUND', 'There is no such customer.');
  await recordWebhookEvent(tx, {
    type: 'order.placed',
    entity: 'Order',
    entityId: order.id,
    payload: orderEventPayload(order),
  });
  return order.id;
}

/**
 * Raises, or with a negative amount lowers, what a customer has ordered in all; never below nothing.
 *
 * @returns false when the customer was deleted
 */
export async function addToTotalOrdered(
  tx: TenantTransaction,
  customerId: string,
  amount: Exact,
): Promise<boolean> {
  const changed = await tx.$executeRaw`
    UPDATE commerce.customers
    SET total_ordered = greatest(total_ordered + ${amount.toFixed(2)}::numeric, 0), updated_at = now()
    WHERE id = ${customerId}::uuid AND deleted_at IS NULL`;
  return changed === 1;
}
