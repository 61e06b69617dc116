import type { TenantClient } from '@org/db';
import { z } from 'zod';

import { DomainError } from '../../errors.ts';
import { parseInput } from '../../parse-input.ts';
import { toDateColumn } from '../../shared/calendar-date.ts';
import { idField, unitPriceField } from '../../shared/input-fields.ts';
import { withoutUndefined } from '../../shared/without-undefined.ts';
import { type PriceView, toPrice } from '../views/terms.ts';

/** What can be changed; what is left out stays. */
export const priceChangesSchema = z.strictObject({
  unitPrice: unitPriceField.optional(),
  validTo: z.iso.date().nullable().optional().describe('The last day; null means open'),
});

const inputSchema = priceChangesSchema.extend({ priceId: idField });

/**
 * Changes or ends a price. Orders that were placed keep theirs.
 *
 * @throws DomainError NOT_FOUND; DbError CHECK_VIOLATION for dates out of order
 */
export async function updatePrice(
  client: TenantClient,
  input: z.input<typeof inputSchema>,
): Promise<PriceView> {
  const { priceId: id, validTo, ...changes } = parseInput(inputSchema, input);
  const [row] = await client.priceListEntry.updateManyAndReturn({
    where: { id },
    data: withoutUndefined({
      ...changes,
      validTo: validTo === undefined ? undefined : validTo && toDateColumn(validTo),
    }),
  });
  if (!row) throw new DomainError('NOT_FOUND', 'There is no such price.');
  return toPrice(row);
}
