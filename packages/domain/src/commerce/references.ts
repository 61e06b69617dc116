import type { TenantClient, TenantTransaction } from '@org/db';

import { requireUser } from '../core/require-user.ts';
import { DomainError } from '../errors.ts';

/** Rows that a new or changed row may refer to. */
export interface References {
  readonly customerId?: string | null | undefined;
  readonly userId?: string | null | undefined;
  readonly supplierId?: string | null | undefined;
  readonly productId?: string | null | undefined;
  readonly skuId?: string | null | undefined;
}

/**
 * Makes sure that what is referred to is the tenant's and not deleted. The database would refuse another tenant's row
 * too, with a less helpful answer.
 *
 * @throws DomainError NOT_FOUND
 */
export async function requireReferences(
  client: TenantClient | TenantTransaction,
  references: References,
): Promise<void> {
  const find = (id: string) => ({ where: { id }, select: { id: true } });
  const { customerId, userId, supplierId, productId, skuId } = references;
  if (customerId && !(await client.customer.findFirst(find(customerId)))) {
    throw new DomainError('NOT_FOUND', 'There is no such customer.');
  }
  await requireUser(client, userId);
  if (supplierId && !(await client.supplier.findFirst(find(supplierId)))) {
    throw new DomainError('NOT_FOUND', 'There is no such supplier.');
  }
  if (productId && !(await client.product.findFirst(find(productId)))) {
    throw new DomainError('NOT_FOUND', 'There is no such product.');
  }
  if (skuId && !(await client.sku.findFirst(find(skuId)))) {
    throw new DomainError('NOT_FOUND', 'There is no such SKU.');
  }
}
