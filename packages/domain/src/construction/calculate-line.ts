import { type Exact, exact, lineTotal } from '../shared/money.ts';

/** The largest quantity that a `numeric(12,3)` column holds. */
const LARGEST_QUANTITY = exact('999999999.999');
/** The largest amount that a `numeric(16,2)` column holds. */
const LARGEST_COST = exact('99999999999999.99');

/** What has to be bought to have a quantity left after waste: round(quantity × (1 + waste), 3), half away from zero. */
export function withWaste(quantity: Exact, wasteFactor: Exact): Exact {
  return quantity.times(wasteFactor.plus(1)).toDecimalPlaces(3);
}

/** What a line costs: round(quantity × unit cost, 2), half away from zero. */
export function extendedCost(quantity: Exact, unitCost: Exact): Exact {
  return lineTotal(quantity, unitCost);
}

/** Adds up lines that are rounded already, so that the sum is exact; a line without a price adds nothing. */
export function addCosts(costs: readonly (Exact | null)[]): Exact {
  return costs.reduce<Exact>((sum, cost) => (cost === null ? sum : sum.plus(cost)), exact(0));
}

/** Whether the database can hold these. */
export function fits(quantity: Exact, cost: Exact | null): boolean {
  return (
    quantity.lessThanOrEqualTo(LARGEST_QUANTITY) && (cost === null || cost.lessThanOrEqualTo(LARGEST_COST))
  );
}
