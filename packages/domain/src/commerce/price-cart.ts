import type { TenantClient } from '@org/db';
import {
  addTotals,
  type DecimalLike,
  type Exact,
  exact,
  formatMoney,
  formatNumber,
  formatUnitPrice,
  lineTotal,
} from '../shared/money.ts';
import { findTaxRate } from './find-tax-rate.ts';
import { isOffered } from './is-offered.ts';
import { loadPrices } from './load-prices.ts';
import { rankPrices } from './rank-prices.ts';
import { loadSettings } from './settings.ts';
import type { CartItemView, CartView } from './views/cart.ts';

/** What is in a cart, and for whom. */
export interface CartContent {
  readonly customerId: string;
  readonly portalUserId: string | null;
  readonly items: readonly { readonly id: string; readonly skuId: string; readonly quantity: DecimalLike }[];
}

type PricedCart = Pick<CartView, 'currency' | 'items' | 'subtotal' | 'taxRate' | 'taxTotal' | 'total'>;

/**
 * Prices a cart as an order of today would: an item that cannot be ordered says why, and the sums leave it out.
 *
 * @param tenant a client with the tenant's rights
 */
export async function priceCart(tenant: TenantClient, cart: CartContent): Promise<PricedCart> {
  const skuIds = cart.items.map((item) => item.skuId);
  const [settings, customer, skus] = await Promise.all([
    loadSettings(tenant),
    tenant.customer.findFirstOrThrow({ where: { id: cart.customerId } }),
    tenant.sku.findMany({ where: { id: { in: skuIds } }, include: { product: true } }),
  ]);
  const scope = {
    customerId: customer.id,
    tier: customer.tier,
    currency: settings.currency,
    on: settings.today,
  };
  const [entries, taxRate] = await Promise.all([
    loadPrices(tenant, { ...scope, skuIds }),
    findTaxRate(tenant, customer.state, settings.today),
  ]);
  const through = cart.portalUserId === null ? 'staff' : 'portal';
  const lineTotals: Exact[] = [];

  const items = cart.items.map((item): CartItemView => {
    const sku = skus.find((candidate) => candidate.id === item.skuId);
    const quantity = exact(item.quantity);
    const base = { id: item.id, skuId: item.skuId, quantity: formatNumber(quantity) };
    if (!sku || !isOffered(sku, customer.id, through)) {
      // Its name stays hidden, as it would be in the list of what is offered.
      const nothing = { skuCode: null, skuName: null, unitPrice: null, lineTotal: null };
      return { ...base, ...nothing, problem: 'SKU_UNAVAILABLE' };
    }
    const named = { ...base, skuCode: sku.code, skuName: sku.name };
    const price = rankPrices(entries, { ...scope, skuId: item.skuId, quantity });
    if (!price) return { ...named, unitPrice: null, lineTotal: null, problem: 'PRICE_MISSING' };
    const total = lineTotal(quantity, price.unitPrice);
    lineTotals.push(total);
    return {
      ...named,
      unitPrice: formatUnitPrice(price.unitPrice),
      lineTotal: formatMoney(total),
      problem: null,
    };
  });
  const totals = addTotals(lineTotals, taxRate ?? exact(0));
  return {
    currency: settings.currency,
    items,
    subtotal: formatMoney(totals.subtotal),
    taxRate: taxRate ? formatNumber(taxRate) : null,
    taxTotal: taxRate ? formatMoney(totals.taxTotal) : null,
    total: taxRate ? formatMoney(totals.total) : null,
  };
}
