import type { Exact } from '../shared/money.ts';
import { type PriceEntry, type PriceQuestion, rankPrices } from './rank-prices.ts';

/** A unit price, from a quantity on. */
export interface PriceBreak {
  readonly minQuantity: Exact;
  readonly unitPrice: Exact;
}

/** What a SKU costs a customer by quantity: the steps at which `rankPrices` changes its answer, smallest first. */
export function priceBreaks(
  entries: readonly PriceEntry[],
  question: Omit<PriceQuestion, 'quantity'>,
): PriceBreak[] {
  const quantities = entries
    .filter((entry) => entry.skuId === question.skuId)
    .map((entry) => entry.minQuantity)
    .sort((left, right) => left.comparedTo(right));
  const breaks: PriceBreak[] = [];
  for (const quantity of quantities) {
    const winner = rankPrices(entries, { ...question, quantity });
    if (winner && breaks.at(-1)?.unitPrice.equals(winner.unitPrice) !== true) {
      breaks.push({ minQuantity: quantity, unitPrice: winner.unitPrice });
    }
  }
  return breaks;
}
