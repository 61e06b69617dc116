import { randomUUID } from 'node:crypto';
import type { TenantClient, TenantTransaction } from '@org/db';
import { z } from 'zod';
import { recordWebhookEvent } from '../core/record-webhook-event.ts';
import { DomainError } from '../errors.ts';
import { parseInput } from '../parse-input.ts';
import { addDays, toDateColumn } from '../shared/calendar-date.ts';
import { inTransaction } from '../shared/in-transaction.ts';
import { idField } from '../shared/input-fields.ts';
import { exact } from '../shared/money.ts';
import { loadTenantSettings } from '../shared/tenant-settings.ts';
import { addCosts } from './calculate-line.ts';
import { loadOrdersOf } from './get-purchase-order.ts';
import { lockTakeoff } from './lock-takeoff.ts';
import { nextNumbers } from './next-numbers.ts';
import type { PurchaseOrderView } from './views/purchase-order.ts';

export const orderTakeoffInput = z.strictObject({
  takeoffId: idField,
  actorId: idField,
  draft: z.boolean().default(false),
});

/**
 * Makes the purchase orders of an approved takeoff, one for each vendor, in one transaction: all or none, and never twice,
 * however many callers try at once. Lines keep the costs of the takeoff, so the orders add up to its total. They are
 * ISSUED at once, or DRAFT when asked for; delivery is expected after the vendor's lead time.
 *
 * @throws DomainError NOT_FOUND, STATE_ILLEGAL when it is not approved or was ordered, PRICE_MISSING
 */
export async function orderTakeoff(
  client: TenantClient,
  input: z.input<typeof orderTakeoffInput>,
): Promise<PurchaseOrderView[]> {
  const { takeoffId, actorId, draft } = parseInput(orderTakeoffInput, input);
  return inTransaction(client, async (tx) => {
    const takeoff = await lockTakeoff(tx, takeoffId, ['APPROVED']);
    if (takeoff.orderedAt !== null) {
      throw new DomainError('STATE_ILLEGAL', `Takeoff ${takeoff.number} has its purchase orders already.`);
    }
    const lines = await loadLines(tx, takeoffId);
    const vendors = [...new Set(lines.map(({ material }) => material.vendorId))].sort();
    const { today } = await loadTenantSettings(tx);
    const now = new Date();
    const numbers = await nextNumbers(tx, 'purchase_orders', vendors.length);
    const orders = vendors.map((vendorId, index) => {
      const own = lines.filter(({ material }) => material.vendorId === vendorId);
      const leadTime = own[0]?.material.vendor.leadTimeDays ?? 0;
      return {
        id: randomUUID(),
        number: numbers[index] ?? '',
        takeoffId,
        vendorId,
        status: draft ? ('DRAFT' as const) : ('ISSUED' as const),
        currency: takeoff.currency,
        total: addCosts(own.map((line) => exact(line.extendedCost))).toFixed(2),
        createdById: actorId,
        expectedOn: toDateColumn(addDays(today, leadTime)),
        issuedAt: draft ? null : now,
      };
    });
    await tx.purchaseOrder.createMany({ data: orders });
    await tx.purchaseOrderLine.createMany({
      data: orders.flatMap(({ id, vendorId }) =>
        lines
          .filter(({ material }) => material.vendorId === vendorId)
          .map((line, index) => ({
            purchaseOrderId: id,
            takeoffLineItemId: line.id,
            lineNumber: index + 1,
            materialId: line.materialId,
            unit: line.unit,
            quantity: line.quantity,
            unitCost: line.unitCost,
            extendedCost: line.extendedCost,
          })),
      ),
    });
    await tx.takeoff.updateMany({ where: { id: takeoffId }, data: { orderedAt: now } });
    if (!draft) {
      for (const { id, number, total, vendorId } of orders) {
        await recordWebhookEvent(tx, {
          type: 'purchase_order.issued',
          entity: 'PurchaseOrder',
          entityId: id,
          payload: { id, number, takeoffId, vendorId, total, status: 'ISSUED' },
        });
      }
    }
    return loadOrdersOf(tx, takeoffId);
  });
}

async function loadLines(tx: TenantTransaction, takeoffId: string) {
  const lines = await tx.takeoffLineItem.findMany({
    where: { takeoffId },
    orderBy: { lineNumber: 'asc' },
    include: { material: { include: { vendor: true } } },
  });
  return lines.map((line) => {
    const { unitCost, extendedCost: cost } = line;
    if (unitCost === null || cost === null) {
      throw new DomainError('PRICE_MISSING', `Line ${line.lineNumber} has no price.`);
    }
    return { ...line, unitCost, extendedCost: cost };
  });
}
