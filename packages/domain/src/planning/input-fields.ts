import { z } from 'zod';

import { exact } from '../shared/money.ts';

/** A calendar day, `YYYY-MM-DD`. */
export const dayField = z.iso.date('must be a day such as 2026-01-31');

/** 0 to 100, at most two decimals. */
export const percentField = z
  .number()
  .min(0)
  .max(100)
  .refine(hasTwoDecimals, 'must have at most two decimals')
  .describe('Percent, 0 to 100');

/** Days, persons or the like: 0 or more, at most two decimals. */
export const measureField = z
  .number()
  .min(0)
  .max(999_999)
  .refine(hasTwoDecimals, 'must have at most two decimals');

/** Money, 0 or more, at most two decimals; a number or, for exactness, a string. */
export const amountField = z
  .union([z.string().max(20), z.number()])
  .transform(String)
  .pipe(
    z.string().regex(/^\d{1,12}(\.\d{1,2})?$/, 'must be 0 or more, with at most 12 digits and two decimals'),
  )
  .describe('0 or more, at most two decimals');

/** A currency of ISO 4217. */
export const currencyField = z.string().regex(/^[A-Z]{3}$/, 'must be a currency such as USD');

function hasTwoDecimals(value: number): boolean {
  return exact(value).decimalPlaces() <= 2;
}
