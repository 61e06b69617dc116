import { z } from 'zod';

import { parseInput } from '../parse-input.ts';
import { inTransaction } from '../shared/in-transaction.ts';
import { idField } from '../shared/input-fields.ts';
import { lockOpenCart } from './cart-lock.ts';
import { type Clients, fillCartThrough } from './clients.ts';

export const abandonCartInput = z.strictObject({ cartId: idField });

/**
 * Gives up an open cart; it stays for the statistics.
 *
 * @throws DomainError NOT_FOUND, STATE_ILLEGAL, PORTAL_DISABLED, CART_DISABLED
 */
export async function abandonCart(clients: Clients, input: z.input<typeof abandonCartInput>): Promise<void> {
  const { cartId } = parseInput(abandonCartInput, input);
  const client = await fillCartThrough(clients);
  await inTransaction(client, async (tx) => {
    await lockOpenCart(tx, cartId);
    await tx.cart.updateMany({ where: { id: cartId }, data: { status: 'ABANDONED' } });
  });
}
