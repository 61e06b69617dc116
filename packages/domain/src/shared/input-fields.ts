import { z } from 'zod';

import { exact } from './money.ts';

/** The most that a `numeric(12,3)` column holds. */
const LARGEST_QUANTITY = '999999999.999';

function decimalField(decimals: number, largest: string, smallest: 'more than 0' | '0') {
  const pattern = new RegExp(`^\\d{1,20}(\\.\\d{1,${decimals}})?$`);
  return z
    .union([z.string().max(40), z.number()])
    .transform(String)
    .pipe(
      z.string().regex(pattern, {
        error: `must be a number, not negative, with at most ${decimals} decimals`,
        abort: true,
      }),
    )
    .refine((value) => smallest === '0' || exact(value).greaterThan(0), 'must be more than 0')
    .refine((value) => exact(value).lessThanOrEqualTo(largest), `must be at most ${largest}`);
}

/** Units of a SKU: more than 0, at most three decimals; a number or, for exactness, a string. */
export const quantityField = decimalField(3, LARGEST_QUANTITY, 'more than 0').describe(
  'More than 0, at most three decimals',
);

/** A unit price: 0 or more, at most four decimals. */
export const unitPriceField = decimalField(4, '9999999999.9999', '0').describe(
  '0 or more, at most four decimals',
);

/** A state of two letters. */
export const stateField = z
  .string()
  .toUpperCase()
  .regex(/^[A-Z]{2}$/, 'must be a state of two letters');

/** Units in stock: 0 or more, at most three decimals. */
export const stockField = decimalField(3, LARGEST_QUANTITY, '0').describe(
  '0 or more, at most three decimals',
);

/** Money: more than 0, at most two decimals; a number or, for exactness, a string. */
export const moneyField = decimalField(2, '999999999999.99', 'more than 0').describe(
  'More than 0, at most two decimals',
);

/** A caller that repeats a request with the same key gets the same answer. */
export const idempotencyKeyField = z
  .string()
  .min(1)
  .max(100)
  .describe('Repeating a request with the same key repeats its answer, not its effect');

/** The identifier of a row, as the database writes it. */
export const idField = z.guid('must be a UUID').toLowerCase();

/** A calendar day, or a moment with its offset from UTC. */
export const dateOrMomentField = z.union([z.iso.date(), z.iso.datetime({ offset: true })]);

/** The moment, or that at which a day starts in UTC. */
export function startOf(value: string): Date {
  return new Date(value);
}

/** The moment, or that at which the day after starts in UTC: an end that a day belongs to. */
export function startOfNext(value: string): Date {
  const start = new Date(value);
  if (!value.includes('T')) start.setUTCDate(start.getUTCDate() + 1);
  return start;
}
