import { z } from 'zod';
import { exact } from '../shared/money.ts';

function decimal(pattern: RegExp, rule: string, refine: (value: string) => boolean) {
  return z
    .union([z.string().max(40), z.number()])
    .transform(String)
    .pipe(z.string().regex(pattern, { error: rule, abort: true }))
    .refine(refine, rule)
    .describe(rule);
}

/** A cost or price of one unit: 0 or more, at most four decimals. */
export const unitCostField = decimal(
  /^\d{1,20}(\.\d{1,4})?$/,
  'must be a number, 0 or more, with at most four decimals',
  (value) => exact(value).lessThanOrEqualTo('9999999999.9999'),
);

/** A price of the index, per thousand board feet: more than 0, at most four decimals. */
export const indexPriceField = decimal(
  /^\d{1,20}(\.\d{1,4})?$/,
  'must be a number, more than 0 and at most 99999999, with at most four decimals',
  (value) => exact(value).greaterThan(0) && exact(value).lessThanOrEqualTo('99999999.9999'),
);

/** Share that is lost: 0.08 is 8 %. */
export const wasteField = decimal(
  /^\d(\.\d{1,4})?$/,
  'must be a number from 0 to 1 with at most four decimals',
  (value) => exact(value).lessThanOrEqualTo(1),
);

/** Percent that a tier adds to the cost; -5 is five percent off. */
export const adjustmentField = decimal(
  /^-?\d{1,3}(\.\d{1,4})?$/,
  'must be a number above -100 and below 1000, with at most four decimals',
  (value) => exact(value).greaterThan(-100),
);

/** Board feet that a unit of lumber has. */
export const boardFeetField = decimal(
  /^\d{1,6}(\.\d{1,4})?$/,
  'must be a number, more than 0, with at most four decimals',
  (value) => exact(value).greaterThan(0),
);

/** ISO 4217. */
export const currencyField = z.string().regex(/^[A-Z]{3}$/, 'must be a currency of three capital letters');
