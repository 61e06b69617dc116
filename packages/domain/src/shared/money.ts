import { Decimal } from 'decimal.js';

/**
 * Exact decimal arithmetic. decimal.js keeps 20 digits by default, which is too few: a quantity (12,3) times a price
 * (14,4) has up to 26. Rounding is half away from zero, as PostgreSQL rounds `numeric`.
 */
const Exact = Decimal.clone({ precision: 60, rounding: Decimal.ROUND_HALF_UP, toExpNeg: -30, toExpPos: 60 });

/** An exact decimal number: money, a quantity or a rate. */
export type Exact = Decimal;

/** Whatever a driver, a request or a calculation hands over as a decimal number. */
export type DecimalLike = string | number | { toString(): string };

/** The largest amount that a `numeric(14,2)` column holds. */
const LARGEST_AMOUNT = new Exact('999999999999.99');

/** Makes an exact number of a decimal string, an integer or another library's decimal. */
export function exact(value: DecimalLike): Exact {
  return new Exact(value.toString());
}

/** Rounds to cents, half away from zero. */
function roundToCents(value: Exact): Exact {
  return value.toDecimalPlaces(2, Decimal.ROUND_HALF_UP);
}

/** What a line costs: round(quantity × unit price, 2). */
export function lineTotal(quantity: Exact, unitPrice: Exact): Exact {
  return roundToCents(quantity.times(unitPrice));
}

/** The sums of an order or a cart. */
export interface Totals {
  readonly subtotal: Exact;
  readonly taxTotal: Exact;
  readonly total: Exact;
}

/**
 * Adds up lines that are rounded already. Tax is taken once, from the subtotal, so the cents do not depend on how the
 * goods are spread over lines: tax = round(subtotal × rate, 2), total = subtotal + tax.
 *
 * @param lineTotals in units of the currency, with at most two decimals
 * @param taxRate as a fraction: 0.09 is 9 %
 */
export function addTotals(lineTotals: readonly Exact[], taxRate: Exact): Totals {
  const subtotal = lineTotals.reduce<Exact>((sum, line) => sum.plus(line), new Exact(0));
  const taxTotal = roundToCents(subtotal.times(taxRate));
  return { subtotal, taxTotal, total: subtotal.plus(taxTotal) };
}

/** Whether the database can hold this amount of money. */
export function fitsAmount(value: Exact): boolean {
  return value.lessThanOrEqualTo(LARGEST_AMOUNT);
}

/** Money for the outside: a string with two decimals, such as `1308.00`. */
export function formatMoney(value: DecimalLike): string {
  return exact(value).toFixed(2);
}

/** A unit price for the outside: a string with four decimals, such as `12.5000`. */
export function formatUnitPrice(value: DecimalLike): string {
  return exact(value).toFixed(4);
}

/** A quantity or a rate for the outside: no more decimals than it has. */
export function formatNumber(value: DecimalLike): string {
  return exact(value).toFixed();
}
