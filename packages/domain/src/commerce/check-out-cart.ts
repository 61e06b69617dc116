import type { TenantTransaction } from '@org/db';
import { z } from 'zod';

import { DomainError } from '../errors.ts';
import { parseInput } from '../parse-input.ts';
import { inTransaction } from '../shared/in-transaction.ts';
import { idempotencyKeyField, idField } from '../shared/input-fields.ts';
import { actorSchema } from './actor.ts';
import { lockOpenCart } from './cart-lock.ts';
import { type Clients, fillCartThrough, isPortal, tenantRights } from './clients.ts';
import { loadOrder } from './get-order.ts';
import { draftOrder, mergeLines } from './order-draft.ts';
import { findRepeatedOrder } from './repeated-order.ts';
import type { OrderView } from './views/order.ts';
import { writeOrder } from './write-order.ts';

/** How a cart is checked out, as a request says it. */
export const checkOutRequestSchema = z.strictObject({
  notes: z.string().max(2000).default(''),
  idempotencyKey: idempotencyKeyField.optional(),
});

export const checkOutCartInput = checkOutRequestSchema.extend({ cartId: idField, actor: actorSchema });

export type CheckOutCartInput = z.input<typeof checkOutCartInput>;

/**
 * Makes an order of a cart, in one transaction: prices and tax are fixed, stock is reserved, the cart is CHECKED_OUT.
 * The order is CONFIRMED, or PENDING_APPROVAL from the tenant's threshold on, or beyond the customer's credit limit, when
 * the actor may not approve. A cart makes one order, however many requests come at once; the same key and cart give the
 * same order.
 *
 * A portal user's cart has to be shown by the portal's own context, so that the database decides whose it is; then the
 * order is placed with the tenant's rights, which a portal user does not have.
 *
 * @throws DomainError NOT_FOUND, STATE_ILLEGAL when the cart is not open, CART_EMPTY, CUSTOMER_INACTIVE,
 * SKU_UNAVAILABLE, PRICE_MISSING, TAX_RATE_MISSING, OUT_OF_STOCK, AMOUNT_TOO_LARGE, IDEMPOTENCY_KEY_REUSED,
 * PORTAL_DISABLED, CART_DISABLED
 */
export async function checkOutCart(clients: Clients, input: CheckOutCartInput): Promise<OrderView> {
  const checkOut = parseInput(checkOutCartInput, input);
  if (isPortal(clients) !== (checkOut.actor.kind === 'portal')) {
    throw new DomainError(
      'INPUT_INVALID',
      'A portal user acts through the clients of the portal, and staff does not.',
    );
  }
  const client = await fillCartThrough(clients);
  const cart = await client.cart.findFirst({ where: { id: checkOut.cartId }, select: { id: true } });
  if (!cart) throw new DomainError('NOT_FOUND', 'There is no such cart.');
  return inTransaction(tenantRights(clients), (tx) => orderCart(tx, checkOut));
}

async function orderCart(
  tx: TenantTransaction,
  checkOut: z.output<typeof checkOutCartInput>,
): Promise<OrderView> {
  const { cartId, actor, notes, idempotencyKey } = checkOut;
  const repeated = await findRepeatedOrder(tx, idempotencyKey, { cartId });
  if (repeated !== undefined) return loadOrder(tx, repeated);

  const cart = await lockOpenCart(tx, cartId);
  const items = await tx.cartItem.findMany({
    where: { cartId },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
  });
  if (items.length === 0) throw new DomainError('CART_EMPTY', 'The cart is empty. Put something in first.');
  const lines = mergeLines(items.map(({ skuId, quantity }) => ({ skuId, quantity: quantity.toString() })));
  const draft = await draftOrder(tx, { customerId: cart.customerId, lines, actor, isSample: false });
  const orderId = await writeOrder(tx, draft, {
    actor,
    isSample: false,
    salesRepId: draft.customer.salesRepId ?? (actor.kind === 'staff' ? actor.userId : null),
    notes,
    idempotencyKey: idempotencyKey ?? null,
  });
  await tx.cart.updateMany({ where: { id: cartId }, data: { status: 'CHECKED_OUT', orderId } });
  return loadOrder(tx, orderId);
}
