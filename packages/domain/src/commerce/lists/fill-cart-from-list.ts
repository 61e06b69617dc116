import { z } from 'zod';

import { parseInput } from '../../parse-input.ts';
import { idField } from '../../shared/input-fields.ts';
import { actorSchema } from '../actor.ts';
import type { Clients } from '../clients.ts';
import { openCart } from '../open-cart.ts';
import { putCartItem } from '../put-cart-item.ts';
import type { CartView } from '../views/cart.ts';
import { getList } from './get-list.ts';

const inputSchema = z.strictObject({ listId: idField, actor: actorSchema });

/**
 * Puts what is on a list into the open cart of who asks, for the list's customer; what is there already of a SKU is
 * replaced by the list's quantity. It may be repeated.
 *
 * @throws DomainError NOT_FOUND, SKU_UNAVAILABLE for what is not offered any more, PORTAL_DISABLED, CART_DISABLED
 */
export async function fillCartFromList(
  clients: Clients,
  input: z.input<typeof inputSchema>,
): Promise<CartView> {
  const { listId, actor } = parseInput(inputSchema, input);
  const list = await getList(clients, { listId });
  let cart = await openCart(clients, { customerId: list.customerId, actor });
  for (const { skuId, quantity } of list.items) {
    cart = await putCartItem(clients, { cartId: cart.id, skuId, quantity });
  }
  return cart;
}
