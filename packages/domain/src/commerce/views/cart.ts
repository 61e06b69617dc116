import { z } from 'zod';

import { decimalText, idText, moment, momentText, moneyText, unitPriceText } from './common.ts';

const cartStatusSchema = z.enum(['OPEN', 'CHECKED_OUT', 'ABANDONED']);

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

export const cartSchema = z
  .object({
    id: idText,
    customerId: idText,
    portalUserId: idText.nullable(),
    userId: idText.nullable(),
    status: cartStatusSchema,
    orderId: idText.nullable(),
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
  return {
    id: row.id,
    customerId: row.customerId,
    portalUserId: row.portalUserId,
    userId: row.userId,
    status: row.status,
    orderId: row.orderId,
    ...sums,
    createdAt: moment(row.createdAt),
    updatedAt: moment(row.updatedAt),
  };
}
