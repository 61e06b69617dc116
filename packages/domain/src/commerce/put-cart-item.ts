import { z } from 'zod';

import { DomainError } from '../errors.ts';
import { parseInput } from '../parse-input.ts';
import { inTransaction } from '../shared/in-transaction.ts';
import { idField, quantityField } from '../shared/input-fields.ts';
import { lockOpenCart } from './cart-lock.ts';
import { type Clients, fillCartThrough, isPortal } from './clients.ts';
import { getCart } from './get-cart.ts';
import { isOffered } from './is-offered.ts';
import type { CartView } from './views/cart.ts';

export const putCartItemInput = z.strictObject({ cartId: idField, skuId: idField, quantity: quantityField });

/**
 * Sets how many units of a SKU are in an open cart. The SKU has to be one that the customer may buy.
 *
 * @throws DomainError NOT_FOUND for a cart or SKU that is out of sight, STATE_ILLEGAL when the cart is not open,
 * SKU_UNAVAILABLE, PORTAL_DISABLED, CART_DISABLED
 */
export async function putCartItem(
  clients: Clients,
  input: z.input<typeof putCartItemInput>,
): Promise<CartView> {
  const { cartId, skuId, quantity } = parseInput(putCartItemInput, input);
  const client = await fillCartThrough(clients);
  await inTransaction(client, async (tx) => {
    const cart = await lockOpenCart(tx, cartId);
    // Not together with its product: a portal user may see neither, and a relation must not be missing.
    const sku = await tx.sku.findFirst({ where: { id: skuId } });
    const product = sku && (await tx.product.findFirst({ where: { id: sku.productId } }));
    if (!sku || !product) throw new DomainError('NOT_FOUND', 'There is no such SKU.');
    if (!isOffered({ ...sku, product }, cart.customerId, isPortal(clients) ? 'portal' : 'staff')) {
      throw new DomainError('SKU_UNAVAILABLE', `${sku.code} is not offered to this customer.`);
    }
    await tx.$executeRaw`
      INSERT INTO commerce.cart_items (cart_id, sku_id, quantity)
      VALUES (${cartId}::uuid, ${skuId}::uuid, ${quantity}::numeric)
      ON CONFLICT (tenant_id, cart_id, sku_id) DO UPDATE SET quantity = excluded.quantity, updated_at = now()`;
    await tx.cart.updateMany({ where: { id: cartId }, data: { updatedAt: new Date() } });
  });
  return getCart(clients, { cartId });
}
