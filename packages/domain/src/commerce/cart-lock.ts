import type { TenantTransaction } from '@org/db';

import { DomainError } from '../errors.ts';

/** A cart that nobody else changes or checks out meanwhile. */
export interface LockedCart {
  readonly id: string;
  readonly customerId: string;
  readonly portalUserId: string | null;
}

/**
 * Locks an open cart until the end of the transaction, if the context shows it.
 *
 * @throws DomainError NOT_FOUND, STATE_ILLEGAL when it was checked out or abandoned
 */
export async function lockOpenCart(tx: TenantTransaction, cartId: string): Promise<LockedCart> {
  const [cart] = await tx.$queryRaw<
    { id: string; customer_id: string; portal_user_id: string | null; status: string }[]
  >`
    SELECT id, customer_id, portal_user_id, status::text FROM commerce.carts
    WHERE id = ${cartId}::uuid FOR UPDATE`;
  if (!cart) throw new DomainError('NOT_FOUND', 'There is no such cart.');
  if (cart.status !== 'OPEN') {
    throw new DomainError('STATE_ILLEGAL', `The cart is ${cart.status}, not OPEN. Start another one.`);
  }
  return { id: cart.id, customerId: cart.customer_id, portalUserId: cart.portal_user_id };
}
