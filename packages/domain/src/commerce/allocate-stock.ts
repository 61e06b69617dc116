import type { Exact } from '../shared/money.ts';
import { exact } from '../shared/money.ts';

/** So many units of a SKU. Each SKU is named once. */
export interface WantedStock {
  readonly skuId: string;
  readonly quantity: Exact;
}

/** What a location can still promise. */
export interface FreeStock {
  readonly inventoryId: string;
  readonly skuId: string;
  readonly location: string;
  readonly available: Exact;
}

/** What a location shall give. */
export interface Allocation {
  readonly inventoryId: string;
  readonly skuId: string;
  readonly location: string;
  readonly quantity: Exact;
}

/** A SKU of which there is not enough in all locations together. */
export interface Shortage {
  readonly skuId: string;
  readonly wanted: Exact;
  readonly available: Exact;
}

const PREFERRED_LOCATION = 'MAIN';

function byPreference(left: FreeStock, right: FreeStock): number {
  const preferred =
    Number(right.location === PREFERRED_LOCATION) - Number(left.location === PREFERRED_LOCATION);
  return preferred || (left.location < right.location ? -1 : 1);
}

function allocateOne(wanted: WantedStock, stock: readonly FreeStock[]): Allocation[] | Shortage {
  const rows = stock
    .filter((row) => row.skuId === wanted.skuId && row.available.greaterThan(0))
    .sort(byPreference);
  const allocate = (row: FreeStock, quantity: Exact): Allocation => ({
    inventoryId: row.inventoryId,
    skuId: row.skuId,
    location: row.location,
    quantity,
  });
  const whole = rows.find((row) => row.available.greaterThanOrEqualTo(wanted.quantity));
  if (whole) return [allocate(whole, wanted.quantity)];

  const allocations: Allocation[] = [];
  let missing = wanted.quantity;
  for (const row of rows) {
    const quantity = row.available.lessThan(missing) ? row.available : missing;
    if (quantity.greaterThan(0)) allocations.push(allocate(row, quantity));
    missing = missing.minus(quantity);
  }
  if (missing.isZero()) return allocations;
  const available = rows.reduce<Exact>((sum, row) => sum.plus(row.available), exact(0));
  return { skuId: wanted.skuId, wanted: wanted.quantity, available };
}

/**
 * Decides which location gives what: the first that has all of it, else one after the other; `MAIN` first, then by
 * name. The same stock always gives the same answer.
 */
export function allocateStock(
  wanted: readonly WantedStock[],
  stock: readonly FreeStock[],
): { readonly allocations: readonly Allocation[]; readonly shortages: readonly Shortage[] } {
  const answers = wanted.map((line) => allocateOne(line, stock));
  return {
    allocations: answers.flatMap((answer) => (Array.isArray(answer) ? answer : [])),
    shortages: answers.flatMap((answer) => (Array.isArray(answer) ? [] : [answer])),
  };
}
