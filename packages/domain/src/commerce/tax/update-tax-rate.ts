import type { TenantClient } from '@org/db';
import { z } from 'zod';

import { DomainError } from '../../errors.ts';
import { parseInput } from '../../parse-input.ts';
import { toDateColumn } from '../../shared/calendar-date.ts';
import { idField } from '../../shared/input-fields.ts';
import { type TaxRateView, toTaxRate } from '../views/terms.ts';

/** What can be changed; what is left out stays. */
export const taxRateChangesSchema = z.strictObject({
  validTo: z.iso.date().nullable().describe('The last day; null means open'),
});

const inputSchema = taxRateChangesSchema.extend({ taxRateId: idField });

/**
 * Ends a tax rate, or opens it again. What it was stays: filings refer to it.
 *
 * @throws DomainError NOT_FOUND; DbError EXCLUSION_VIOLATION when a later period begins before its new end
 */
export async function updateTaxRate(
  client: TenantClient,
  input: z.input<typeof inputSchema>,
): Promise<TaxRateView> {
  const { taxRateId: id, validTo } = parseInput(inputSchema, input);
  const [row] = await client.stateTaxRate.updateManyAndReturn({
    where: { id },
    data: { validTo: validTo === null ? null : toDateColumn(validTo) },
  });
  if (!row) throw new DomainError('NOT_FOUND', 'There is no such tax rate.');
  return toTaxRate(row);
}
