import { z } from 'zod';

import { type DecimalLike, exact, formatNumber } from '../../shared/money.ts';
import { decimalText, idText, moment, momentText } from '../../shared/view-fields.ts';

export const inventorySchema = z
  .object({
    id: idText,
    skuId: idText,
    skuCode: z.string(),
    location: z.string(),
    onHand: decimalText,
    reserved: decimalText.meta({ description: 'Promised to open orders, and part of onHand' }),
    available: decimalText.meta({ description: 'onHand − reserved' }),
    reorderPoint: decimalText,
    createdAt: momentText,
    updatedAt: momentText,
  })
  .meta({ id: 'Inventory' });
export type InventoryView = z.output<typeof inventorySchema>;

interface InventoryRow {
  readonly id: string;
  readonly skuId: string;
  readonly sku: { readonly code: string };
  readonly location: string;
  readonly onHand: DecimalLike;
  readonly reserved: DecimalLike;
  readonly reorderPoint: DecimalLike;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

export function toInventory(row: InventoryRow): InventoryView {
  return {
    id: row.id,
    skuId: row.skuId,
    skuCode: row.sku.code,
    location: row.location,
    onHand: formatNumber(row.onHand),
    reserved: formatNumber(row.reserved),
    available: formatNumber(exact(row.onHand).minus(exact(row.reserved))),
    reorderPoint: formatNumber(row.reorderPoint),
    createdAt: moment(row.createdAt),
    updatedAt: moment(row.updatedAt),
  };
}
