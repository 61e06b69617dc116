/** What of a SKU and its product decides whether it is sold. */
export interface OfferedSku {
  readonly status: 'ACTIVE' | 'DISCONTINUED';
  readonly portalVisible: boolean;
  readonly exclusiveCustomerId: string | null;
  readonly product: { readonly status: 'ACTIVE' | 'DISCONTINUED'; readonly deletedAt: Date | null };
}

/**
 * Whether a customer may buy a SKU: it is sold, and not reserved for another customer. In the portal it also has to
 * be shown there; staff may sell what is not.
 */
export function isOffered(sku: OfferedSku, customerId: string, through: 'portal' | 'staff'): boolean {
  return (
    sku.status === 'ACTIVE' &&
    sku.product.status === 'ACTIVE' &&
    sku.product.deletedAt === null &&
    (sku.exclusiveCustomerId === null || sku.exclusiveCustomerId === customerId) &&
    (through === 'staff' || sku.portalVisible)
  );
}
