import { type Exact, exact } from '../shared/money.ts';

/** What is known of the price of a material for a customer, on a day and in a currency. */
export interface KnownPrices {
  /** What the customer negotiated. */
  readonly negotiated: Exact | null;
  /** Percent that the customer's tier adds to the cost; null without a tier. */
  readonly adjustmentPercent: Exact | null;
  readonly currentCost: Exact | null;
}

/** A price, and what it rests on. */
export interface ChosenPrice {
  readonly basis: 'CUSTOMER' | 'TIER' | 'COST';
  readonly unitCost: Exact;
}

/**
 * The customer's own price, else its tier's, else the current cost. A tier's price is round(cost × (1 + percent / 100), 4),
 * half away from zero.
 *
 * @returns undefined when there is no price at all
 */
export function choosePrice({
  negotiated,
  adjustmentPercent,
  currentCost,
}: KnownPrices): ChosenPrice | undefined {
  if (negotiated !== null) return { basis: 'CUSTOMER', unitCost: negotiated };
  if (currentCost === null) return undefined;
  if (adjustmentPercent === null) return { basis: 'COST', unitCost: currentCost };
  const factor = exact(1).plus(adjustmentPercent.dividedBy(100));
  return { basis: 'TIER', unitCost: currentCost.times(factor).toDecimalPlaces(4) };
}
