import { z } from 'zod';

import { DomainError } from '../errors.ts';
import { parseInput } from '../parse-input.ts';
import { inTransaction } from '../shared/in-transaction.ts';
import { idField } from '../shared/input-fields.ts';
import { lockOpenCart } from './cart-lock.ts';
import { type Clients, fillCartThrough } from './clients.ts';
import { getCart } from './get-cart.ts';
import type { CartView } from './views/cart.ts';

export const removeCartItemInput = z.strictObject({ cartId: idField, skuId: idField });

/**
 * Takes a SKU out of an open cart.
 *
 * @throws DomainError NOT_FOUND when it is not in it, STATE_ILLEGAL, PORTAL_DISABLED, CART_DISABLED
 */
export async function removeCartItem(
  clients: Clients,
  input: z.input<typeof removeCartItemInput>,
): Promise<CartView> {
  const { cartId, skuId } = parseInput(removeCartItemInput, input);
  const client = await fillCartThrough(clients);
  await inTransaction(client, async (tx) => {
    await lockOpenCart(tx, cartId);
    const { count } = await tx.cartItem.deleteMany({ where: { cartId, skuId } });
    if (count === 0) throw new DomainError('NOT_FOUND', 'The SKU is not in the cart.');
    await tx.cart.updateMany({ where: { id: cartId }, data: { updatedAt: new Date() } });
  });
  return getCart(clients, { cartId });
}
