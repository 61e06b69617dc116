import type { TenantTransaction } from '@org/db';

import { DomainError } from '../errors.ts';
import { type Exact, exact, formatNumber } from '../shared/money.ts';
import type { Actor } from './actor.ts';
import { findTaxRate } from './find-tax-rate.ts';
import { isOffered } from './is-offered.ts';
import { loadPrices } from './load-prices.ts';
import { rankPrices } from './rank-prices.ts';
import { type CommerceSettings, loadSettings } from './settings.ts';

/** Units of a SKU that somebody wants. */
export interface WantedLine {
  readonly skuId: string;
  readonly quantity: Exact;
}

/** A wanted line of a SKU that may be sold, with its price. */
export interface PricedLine extends WantedLine {
  readonly code: string;
  readonly unitPrice: Exact;
}

/** All that is fixed when an order is placed. */
export interface OrderDraft {
  readonly customer: {
    readonly id: string;
    readonly state: string;
    readonly salesRepId: string | null;
    readonly creditLimit: { toString(): string } | null;
  };
  readonly settings: CommerceSettings;
  readonly lines: readonly PricedLine[];
  /** As a fraction; zero for samples. */
  readonly taxRate: Exact;
}

/** Adds up lines of the same SKU: a quantity break is reached by all of them, and stock is locked once. */
export function mergeLines(lines: readonly { skuId: string; quantity: string | Exact }[]): WantedLine[] {
  const merged = new Map<string, Exact>();
  for (const line of lines) {
    merged.set(line.skuId, (merged.get(line.skuId) ?? exact(0)).plus(exact(line.quantity)));
  }
  return [...merged].map(([skuId, quantity]) => ({ skuId, quantity }));
}

/**
 * Checks who orders what, and fixes prices and tax as of the tenant's today.
 *
 * @throws DomainError NOT_FOUND for a customer or SKU that is not the tenant's, CUSTOMER_INACTIVE, SKU_UNAVAILABLE,
 * PRICE_MISSING, TAX_RATE_MISSING
 */
export async function draftOrder(
  tx: TenantTransaction,
  order: {
    readonly customerId: string;
    readonly lines: readonly WantedLine[];
    readonly actor: Actor;
    readonly isSample: boolean;
  },
): Promise<OrderDraft> {
  const customer = await tx.customer.findFirst({ where: { id: order.customerId } });
  if (!customer) throw new DomainError('NOT_FOUND', 'There is no such customer.');
  if (customer.status !== 'ACTIVE') {
    throw new DomainError(
      'CUSTOMER_INACTIVE',
      `Customer ${customer.code} is ${customer.status} and may not order. Make it ACTIVE first.`,
    );
  }
  const settings = await loadSettings(tx);
  const codes = await checkSkus(tx, order, customer.id);
  if (order.isSample) {
    const free = order.lines.map((line) => ({
      ...line,
      code: codes.get(line.skuId) ?? '',
      unitPrice: exact(0),
    }));
    return { customer, settings, lines: free, taxRate: exact(0) };
  }
  const entries = await loadPrices(tx, {
    skuIds: order.lines.map((line) => line.skuId),
    customerId: customer.id,
    tier: customer.tier,
    currency: settings.currency,
    on: settings.today,
  });
  const lines = order.lines.map((line) => {
    const code = codes.get(line.skuId) ?? line.skuId;
    const price = rankPrices(entries, {
      ...line,
      customerId: customer.id,
      tier: customer.tier,
      on: settings.today,
      currency: settings.currency,
    });
    if (!price) {
      throw new DomainError(
        'PRICE_MISSING',
        `There is no price in ${settings.currency} for ${formatNumber(line.quantity)} of ${code} today. Add one to the price list.`,
        { fields: [{ field: code, message: 'has no price' }] },
      );
    }
    return { ...line, code, unitPrice: price.unitPrice };
  });
  const taxRate = await findTaxRate(tx, customer.state, settings.today);
  if (!taxRate) {
    throw new DomainError(
      'TAX_RATE_MISSING',
      `There is no tax rate for ${customer.state}, the state of customer ${customer.code}, today. Add one, be it zero.`,
    );
  }
  return { customer, settings, lines, taxRate };
}

async function checkSkus(
  tx: TenantTransaction,
  order: { readonly lines: readonly WantedLine[]; readonly actor: Actor },
  customerId: string,
): Promise<Map<string, string>> {
  const ids = order.lines.map((line) => line.skuId);
  const skus = await tx.sku.findMany({ where: { id: { in: ids } }, include: { product: true } });
  const codes = new Map(skus.map((sku) => [sku.id, sku.code]));
  for (const id of ids) {
    if (!codes.has(id)) throw new DomainError('NOT_FOUND', 'There is no such SKU.');
  }
  for (const sku of skus) {
    if (!isOffered(sku, customerId, order.actor.kind)) {
      throw new DomainError('SKU_UNAVAILABLE', `${sku.code} is not offered to this customer. Leave it out.`, {
        fields: [{ field: sku.code, message: 'is not offered' }],
      });
    }
  }
  return codes;
}
