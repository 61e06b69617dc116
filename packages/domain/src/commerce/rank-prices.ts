import type { CustomerTier } from '@org/db';

import type { CalendarDate } from '../shared/calendar-date.ts';
import type { Exact } from '../shared/money.ts';

/** One row of the price list. */
export interface PriceEntry {
  readonly id: string;
  readonly skuId: string;
  readonly customerId: string | null;
  readonly tier: CustomerTier | null;
  readonly minQuantity: Exact;
  readonly unitPrice: Exact;
  readonly currency: string;
  readonly validFrom: CalendarDate;
  /** The last day on which it holds; null means open. */
  readonly validTo: CalendarDate | null;
}

/** What a price is asked for. */
export interface PriceQuestion {
  readonly skuId: string;
  readonly customerId: string;
  readonly tier: CustomerTier;
  /** Units of the SKU. */
  readonly quantity: Exact;
  readonly on: CalendarDate;
  readonly currency: string;
}

function specificity(entry: PriceEntry): number {
  if (entry.customerId !== null) return 2;
  return entry.tier === null ? 0 : 1;
}

function applies(entry: PriceEntry, question: PriceQuestion): boolean {
  return (
    entry.skuId === question.skuId &&
    entry.currency === question.currency &&
    (entry.customerId === null || entry.customerId === question.customerId) &&
    (entry.tier === null || entry.tier === question.tier) &&
    entry.validFrom <= question.on &&
    (entry.validTo === null || entry.validTo >= question.on) &&
    entry.minQuantity.lessThanOrEqualTo(question.quantity)
  );
}

/** Negative when `left` wins. Identifiers grow with time, so between equals the newer row wins: never the chance. */
function compare(left: PriceEntry, right: PriceEntry): number {
  return (
    specificity(right) - specificity(left) ||
    right.minQuantity.comparedTo(left.minQuantity) ||
    right.validFrom.localeCompare(left.validFrom, 'en') ||
    right.id.localeCompare(left.id, 'en')
  );
}

/**
 * The entry that decides a price: the customer's own before its tier's before everybody's; then the largest quantity
 * reached; then the latest start. Entries outside their period, in another currency, or for somebody else do not count.
 *
 * @returns nothing when no entry applies
 */
export function rankPrices(entries: readonly PriceEntry[], question: PriceQuestion): PriceEntry | undefined {
  return entries.filter((entry) => applies(entry, question)).sort(compare)[0];
}
