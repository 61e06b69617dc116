import { z } from 'zod';

import { type DecimalLike, formatMoney, formatNumber, formatUnitPrice } from '../../shared/money.ts';
import {
  decimalText,
  idText,
  moment,
  momentOrNull,
  momentText,
  moneyText,
  unitPriceText,
} from '../../shared/view-fields.ts';

export const orderStatusSchema = z.enum([
  'PENDING_APPROVAL',
  'CONFIRMED',
  'SHIPPED',
  'DELIVERED',
  'CANCELLED',
]);
export type OrderStatus = z.output<typeof orderStatusSchema>;

/** An order without its lines, as lists show it. */
export const orderSummarySchema = z
  .object({
    id: idText,
    number: z.string(),
    customerId: idText,
    portalUserId: idText.nullable(),
    salesRepId: idText.nullable(),
    approvedById: idText.nullable(),
    status: orderStatusSchema,
    isSample: z.boolean(),
    currency: z.string(),
    taxState: z.string(),
    taxRate: decimalText,
    subtotal: moneyText,
    taxTotal: moneyText,
    total: moneyText,
    notes: z.string(),
    orderedAt: momentText,
    approvedAt: momentText.nullable(),
    shippedAt: momentText.nullable(),
    deliveredAt: momentText.nullable(),
    cancelledAt: momentText.nullable(),
  })
  .meta({ id: 'OrderSummary' });
export type OrderSummaryView = z.output<typeof orderSummarySchema>;

export const orderLineSchema = z
  .object({
    id: idText,
    lineNumber: z.int(),
    skuId: idText,
    skuCode: z
      .string()
      .nullable()
      .meta({ description: 'null when the SKU is not offered to the reader any more' }),
    skuName: z.string().nullable(),
    location: z.string(),
    quantity: decimalText,
    unitPrice: unitPriceText,
    lineTotal: moneyText,
  })
  .meta({ id: 'OrderLine' });
export type OrderLineView = z.output<typeof orderLineSchema>;

export const orderSchema = orderSummarySchema
  .extend({ lines: z.array(orderLineSchema) })
  .meta({ id: 'Order' });
export type OrderView = z.output<typeof orderSchema>;

interface OrderRow {
  readonly id: string;
  readonly number: string;
  readonly customerId: string;
  readonly portalUserId: string | null;
  readonly salesRepId: string | null;
  readonly approvedById: string | null;
  readonly status: OrderStatus;
  readonly isSample: boolean;
  readonly currency: string;
  readonly taxState: string;
  readonly taxRate: DecimalLike;
  readonly subtotal: DecimalLike;
  readonly taxTotal: DecimalLike;
  readonly total: DecimalLike;
  readonly notes: string;
  readonly orderedAt: Date;
  readonly approvedAt: Date | null;
  readonly shippedAt: Date | null;
  readonly deliveredAt: Date | null;
  readonly cancelledAt: Date | null;
}

interface OrderLineRow {
  readonly id: string;
  readonly lineNumber: number;
  readonly skuId: string;
  readonly location: string;
  readonly quantity: DecimalLike;
  readonly unitPrice: DecimalLike;
  readonly lineTotal: DecimalLike;
}

export function toOrderSummary(row: OrderRow): OrderSummaryView {
  return {
    id: row.id,
    number: row.number,
    customerId: row.customerId,
    portalUserId: row.portalUserId,
    salesRepId: row.salesRepId,
    approvedById: row.approvedById,
    status: row.status,
    isSample: row.isSample,
    currency: row.currency,
    taxState: row.taxState,
    taxRate: formatNumber(row.taxRate),
    subtotal: formatMoney(row.subtotal),
    taxTotal: formatMoney(row.taxTotal),
    total: formatMoney(row.total),
    notes: row.notes,
    orderedAt: moment(row.orderedAt),
    approvedAt: momentOrNull(row.approvedAt),
    shippedAt: momentOrNull(row.shippedAt),
    deliveredAt: momentOrNull(row.deliveredAt),
    cancelledAt: momentOrNull(row.cancelledAt),
  };
}

export function toOrderLine(
  row: OrderLineRow,
  sku: { readonly code: string; readonly name: string } | undefined,
): OrderLineView {
  return {
    id: row.id,
    lineNumber: row.lineNumber,
    skuId: row.skuId,
    skuCode: sku?.code ?? null,
    skuName: sku?.name ?? null,
    location: row.location,
    quantity: formatNumber(row.quantity),
    unitPrice: formatUnitPrice(row.unitPrice),
    lineTotal: formatMoney(row.lineTotal),
  };
}
