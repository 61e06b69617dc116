import { z } from 'zod';
import { fromDateColumn } from '../../shared/calendar-date.ts';
import { type DecimalLike, formatMoney, formatNumber, formatUnitPrice } from '../../shared/money.ts';
import {
  dayText,
  decimalText,
  idText,
  moment,
  momentOrNull,
  momentText,
  moneyText,
  unitPriceText,
} from '../../shared/view-fields.ts';
import { materialUnitSchema } from './vocabulary.ts';

export const purchaseOrderStatusSchema = z.enum(['DRAFT', 'ISSUED', 'ACKNOWLEDGED', 'RECEIVED', 'CANCELLED']);
export type PurchaseOrderStatus = z.output<typeof purchaseOrderStatusSchema>;

export const purchaseOrderSummarySchema = z
  .object({
    id: idText,
    number: z.string(),
    takeoffId: idText,
    vendorId: idText,
    status: purchaseOrderStatusSchema,
    currency: z.string(),
    total: moneyText.meta({ description: 'Sum of the lines' }),
    expectedOn: dayText.nullable().meta({ description: 'The day of delivery' }),
    issuedAt: momentText.nullable(),
    acknowledgedAt: momentText.nullable(),
    receivedAt: momentText.nullable(),
    cancelledAt: momentText.nullable(),
    createdAt: momentText,
  })
  .meta({ id: 'PurchaseOrderSummary' });
export type PurchaseOrderSummaryView = z.output<typeof purchaseOrderSummarySchema>;

const lineSchema = z
  .object({
    id: idText,
    lineNumber: z.int(),
    takeoffLineItemId: idText,
    materialId: idText,
    materialSku: z.string(),
    materialName: z.string(),
    unit: materialUnitSchema,
    quantity: decimalText,
    unitCost: unitPriceText,
    extendedCost: moneyText,
    receivedQuantity: decimalText.nullable(),
  })
  .meta({ id: 'PurchaseOrderLine' });
type LineView = z.output<typeof lineSchema>;

export const purchaseOrderSchema = purchaseOrderSummarySchema
  .extend({ lines: z.array(lineSchema) })
  .meta({ id: 'PurchaseOrder' });
export type PurchaseOrderView = z.output<typeof purchaseOrderSchema>;

interface SummaryRow
  extends Pick<PurchaseOrderSummaryView, 'id' | 'number' | 'takeoffId' | 'vendorId' | 'status' | 'currency'> {
  readonly total: DecimalLike;
  readonly expectedOn: Date | null;
  readonly issuedAt: Date | null;
  readonly acknowledgedAt: Date | null;
  readonly receivedAt: Date | null;
  readonly cancelledAt: Date | null;
  readonly createdAt: Date;
}

export function toPurchaseOrderSummary(row: SummaryRow): PurchaseOrderSummaryView {
  return {
    id: row.id,
    number: row.number,
    takeoffId: row.takeoffId,
    vendorId: row.vendorId,
    status: row.status,
    currency: row.currency,
    total: formatMoney(row.total),
    expectedOn: row.expectedOn === null ? null : fromDateColumn(row.expectedOn),
    issuedAt: momentOrNull(row.issuedAt),
    acknowledgedAt: momentOrNull(row.acknowledgedAt),
    receivedAt: momentOrNull(row.receivedAt),
    cancelledAt: momentOrNull(row.cancelledAt),
    createdAt: moment(row.createdAt),
  };
}

interface LineRow extends Pick<LineView, 'id' | 'lineNumber' | 'takeoffLineItemId' | 'materialId' | 'unit'> {
  readonly quantity: DecimalLike;
  readonly unitCost: DecimalLike;
  readonly extendedCost: DecimalLike;
  readonly receivedQuantity: DecimalLike | null;
  readonly material: { readonly sku: string; readonly name: string };
}

export function toPurchaseOrder(row: SummaryRow & { readonly lines: readonly LineRow[] }): PurchaseOrderView {
  return {
    ...toPurchaseOrderSummary(row),
    lines: row.lines.map((line) => ({
      id: line.id,
      lineNumber: line.lineNumber,
      takeoffLineItemId: line.takeoffLineItemId,
      materialId: line.materialId,
      materialSku: line.material.sku,
      materialName: line.material.name,
      unit: line.unit,
      quantity: formatNumber(line.quantity),
      unitCost: formatUnitPrice(line.unitCost),
      extendedCost: formatMoney(line.extendedCost),
      receivedQuantity: line.receivedQuantity === null ? null : formatNumber(line.receivedQuantity),
    })),
  };
}
