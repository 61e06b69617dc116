import { z } from 'zod';

import { DomainError } from '../errors.ts';
import { parseInput } from '../parse-input.ts';
import { idField } from '../shared/input-fields.ts';
import { type Clients, fillCartThrough, tenantRights } from './clients.ts';
import { priceCart } from './price-cart.ts';
import { type CartView, toCart } from './views/cart.ts';

export const getCartInput = z.strictObject({ cartId: idField });

/**
 * A cart at today's prices. A portal user sees its own only.
 *
 * @throws DomainError NOT_FOUND, PORTAL_DISABLED, CART_DISABLED
 */
export async function getCart(clients: Clients, input: z.input<typeof getCartInput>): Promise<CartView> {
  const { cartId } = parseInput(getCartInput, input);
  const client = await fillCartThrough(clients);
  const cart = await client.cart.findFirst({
    where: { id: cartId },
    include: { items: { orderBy: [{ createdAt: 'asc' }, { id: 'asc' }] } },
  });
  if (!cart) throw new DomainError('NOT_FOUND', 'There is no such cart.');
  return toCart(cart, await priceCart(tenantRights(clients), cart));
}
