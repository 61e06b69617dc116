import { z } from 'zod';

import {
  decimalText,
  idText,
  moment,
  momentText,
  moneyText,
  unitPriceText,
} from '../../shared/view-fields.ts';

export const cartStatusSchema = z.enum(['OPEN', 'CHECKED_OUT', 'ABANDONED']);

export const cartItemSchema = z
  .object({
    id: idText,
    skuId: idText,
    skuCode: z.string().nullable(),
    skuName: z.string().nullable(),
    quantity: decimalText,
    unitPrice: unitPriceText.nullable(),
    lineTotal: moneyText.nullable(),
    problem: z
      .enum(['SKU_UNAVAILABLE', 'PRICE_MISSING'])
      .nullable()
      .meta({ description: 'Why it cannot be ordered; such an item is not part of the sums' }),
  })
  .meta({ id: 'CartItem' });
export type CartItemView = z.output<typeof cartItemSchema>;

const cartFields = {
  id: idText,
  customerId: idText,
  portalUserId: idText.nullable(),
  userId: idText.nullable(),
  status: cartStatusSchema,
  orderId: idText.nullable(),
};

export const cartSummarySchema = z
  .object({ ...cartFields, itemCount: z.int(), createdAt: momentText, updatedAt: momentText })
  .meta({ id: 'CartSummary' });
export type CartSummaryView = z.output<typeof cartSummarySchema>;

export const cartSchema = z
  .object({
    ...cartFields,
    currency: z.string(),
    items: z.array(cartItemSchema),
    subtotal: moneyText,
    taxRate: decimalText
      .nullable()
      .meta({ description: 'null when the state of the customer has no tax rate' }),
    taxTotal: moneyText.nullable(),
    total: moneyText.nullable(),
    createdAt: momentText,
    updatedAt: momentText,
  })
  .meta({
    id: 'Cart',
    description: "A cart at today's prices. What was paid in the end stands in its order.",
  });
export type CartView = z.output<typeof cartSchema>;

interface CartRow {
  readonly id: string;
  readonly customerId: string;
  readonly portalUserId: string | null;
  readonly userId: string | null;
  readonly status: z.output<typeof cartStatusSchema>;
  readonly orderId: string | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

type CartSums = Pick<CartView, 'currency' | 'items' | 'subtotal' | 'taxRate' | 'taxTotal' | 'total'>;

export function toCart(row: CartRow, sums: CartSums): CartView {
  return { ...ownership(row), ...sums, createdAt: moment(row.createdAt), updatedAt: moment(row.updatedAt) };
}

export function toCartSummary(
  row: CartRow & { readonly _count: { readonly items: number } },
): CartSummaryView {
  return {
    ...ownership(row),
    itemCount: row._count.items,
    createdAt: moment(row.createdAt),
    updatedAt: moment(row.updatedAt),
  };
}

function ownership({ id, customerId, portalUserId, userId, status, orderId }: CartRow) {
  return { id, customerId, portalUserId, userId, status, orderId };
}
