import { z } from 'zod';

import { DomainError } from '../errors.ts';
import { parseInput } from '../parse-input.ts';
import { inTransaction, lockName } from '../shared/in-transaction.ts';
import { idField } from '../shared/input-fields.ts';
import { actorSchema } from './actor.ts';
import { type Clients, fillCartThrough } from './clients.ts';
import { getCart } from './get-cart.ts';
import type { CartView } from './views/cart.ts';

export const openCartInput = z.strictObject({ customerId: idField, actor: actorSchema });

/**
 * The open cart of a portal user, or of a member of staff for a customer; a new one if there is none. Asking twice, be
 * it at once, gives the same cart.
 *
 * @throws DomainError NOT_FOUND for a customer that is not the tenant's or not the portal user's own, PORTAL_DISABLED,
 * CART_DISABLED
 */
export async function openCart(clients: Clients, input: z.input<typeof openCartInput>): Promise<CartView> {
  const { customerId, actor } = parseInput(openCartInput, input);
  const client = await fillCartThrough(clients);
  if (actor.kind === 'portal') {
    if (customerId !== actor.customerId) throw new DomainError('NOT_FOUND', 'There is no such customer.');
  } else {
    const customer = await client.customer.findFirst({ where: { id: customerId } });
    if (!customer) throw new DomainError('NOT_FOUND', 'There is no such customer.');
  }
  const owner = actor.kind === 'portal' ? { portalUserId: actor.portalUserId } : { userId: actor.userId };
  const cart = await inTransaction(client, async (tx) => {
    await lockName(tx, `cart:${Object.values(owner).join()}:${customerId}`);
    const open = await tx.cart.findFirst({ where: { ...owner, customerId, status: 'OPEN' } });
    return open ?? (await tx.cart.create({ data: { ...owner, customerId } }));
  });
  return getCart(clients, { cartId: cart.id });
}
