import { DomainError } from '../errors.ts';
import { type Clients, isPortal, tenantRights, visibleThrough } from './clients.ts';
import { loadPrices } from './load-prices.ts';
import { priceBreaks } from './price-breaks.ts';
import { loadSettings } from './settings.ts';
import { type SkuRow, type SkuView, toSku } from './views/product.ts';

/**
 * Adds to SKUs what they cost a customer today: a portal user's own, or the one that staff asks for. The prices are
 * read through the user's own context, so that a portal user gets none that is not meant for it.
 *
 * @param customerId that staff asks for; a portal user need not give one
 * @throws DomainError NOT_FOUND for a customer that is not the tenant's
 */
export async function withPrices(
  clients: Clients,
  skus: readonly SkuRow[],
  customerId: string | undefined,
): Promise<SkuView[]> {
  if (isPortal(clients) && customerId !== undefined && customerId !== clients.customerId) {
    throw new DomainError('NOT_FOUND', 'There is no such customer.');
  }
  const buyer = isPortal(clients) ? clients.customerId : customerId;
  if (buyer === undefined) return skus.map((sku) => toSku(sku, null));
  const tenant = tenantRights(clients);
  const customer = await tenant.customer.findFirst({ where: { id: buyer } });
  if (!customer) throw new DomainError('NOT_FOUND', 'There is no such customer.');
  const { currency, today } = await loadSettings(tenant);
  const question = { customerId: customer.id, tier: customer.tier, currency, on: today };
  const entries = await loadPrices(visibleThrough(clients), {
    ...question,
    skuIds: skus.map((sku) => sku.id),
  });
  return skus.map((sku) =>
    toSku(sku, { currency, breaks: priceBreaks(entries, { ...question, skuId: sku.id }) }),
  );
}
