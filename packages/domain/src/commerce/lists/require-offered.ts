import type { TenantTransaction } from '@org/db';

import { DomainError } from '../../errors.ts';
import { type Clients, isPortal } from '../clients.ts';
import { isOffered } from '../is-offered.ts';

/**
 * Makes sure that a customer may buy these SKUs.
 *
 * @throws DomainError NOT_FOUND, SKU_UNAVAILABLE
 */
export async function requireOffered(
  tx: TenantTransaction,
  wanted: { readonly clients: Clients; readonly customerId: string; readonly skuIds: readonly string[] },
): Promise<void> {
  const through = isPortal(wanted.clients) ? 'portal' : 'staff';
  const skus = await tx.sku.findMany({ where: { id: { in: [...wanted.skuIds] } } });
  // Not together with its product: a portal user may see neither, and a relation must not be missing.
  const products = await tx.product.findMany({
    where: { id: { in: skus.map(({ productId }) => productId) } },
  });
  for (const skuId of wanted.skuIds) {
    const sku = skus.find(({ id }) => id === skuId);
    const product = products.find(({ id }) => id === sku?.productId);
    if (!sku || !product) throw new DomainError('NOT_FOUND', 'There is no such SKU.');
    if (!isOffered({ ...sku, product }, wanted.customerId, through)) {
      throw new DomainError('SKU_UNAVAILABLE', `${sku.code} is not offered to this customer.`);
    }
  }
}
