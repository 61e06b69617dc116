import type { TenantClient } from '@org/db';
import { z } from 'zod';

import { parseInput } from '../../parse-input.ts';
import { toDateColumn } from '../../shared/calendar-date.ts';
import { stateField } from '../../shared/input-fields.ts';
import { type TaxRateView, toTaxRate } from '../views/terms.ts';

export const createTaxRateInput = z.strictObject({
  state: stateField,
  rate: z
    .union([z.string().max(20), z.number()])
    .transform(String)
    .pipe(z.string().regex(/^0(\.\d{1,5})?$/, 'must be a fraction below 1 with at most five decimals'))
    .describe('0.09 is 9 %'),
  validFrom: z.iso.date(),
  validTo: z.iso.date().nullable().default(null).describe('The last day; open when left out'),
});

/**
 * Adds the sales tax of a state for a period. A rate that changes is ended, and a new one added: orders keep theirs.
 *
 * @throws DbError EXCLUSION_VIOLATION when a period of the state overlaps, CHECK_VIOLATION for dates out of order
 */
export async function createTaxRate(
  client: TenantClient,
  input: z.input<typeof createTaxRateInput>,
): Promise<TaxRateView> {
  const { validFrom, validTo, ...data } = parseInput(createTaxRateInput, input);
  return toTaxRate(
    await client.stateTaxRate.create({
      data: {
        ...data,
        validFrom: toDateColumn(validFrom),
        validTo: validTo === null ? null : toDateColumn(validTo),
      },
    }),
  );
}
