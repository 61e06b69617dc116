import type { TenantClient } from '@org/db';
import { z } from 'zod';

import { parseInput } from '../../parse-input.ts';
import { toDateColumn } from '../../shared/calendar-date.ts';
import { idField, quantityField, unitPriceField } from '../../shared/input-fields.ts';
import { requireReferences } from '../references.ts';
import { customerTierSchema } from '../views/customer.ts';
import { type PriceView, toPrice } from '../views/terms.ts';

export const createPriceInput = z.strictObject({
  skuId: idField,
  customerId: idField.nullable().default(null).describe('For this customer alone'),
  tier: customerTierSchema.nullable().default(null).describe('For customers of this tier'),
  minQuantity: quantityField.default('1').describe('From so many units on'),
  unitPrice: unitPriceField,
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/, 'must be a currency such as USD')
    .default('USD'),
  validFrom: z.iso.date(),
  validTo: z.iso.date().nullable().default(null).describe('The last day; open when left out'),
});

/**
 * Adds a price: for a customer, a tier or everybody, from a quantity on, in a period. Which one wins is said by
 * `rankPrices`.
 *
 * @throws DomainError NOT_FOUND for SKU or customer; DbError CHECK_VIOLATION for both customer and tier, or dates out of order
 */
export async function createPrice(
  client: TenantClient,
  input: z.input<typeof createPriceInput>,
): Promise<PriceView> {
  const { validFrom, validTo, ...data } = parseInput(createPriceInput, input);
  await requireReferences(client, { customerId: data.customerId, skuId: data.skuId });
  return toPrice(
    await client.priceListEntry.create({
      data: {
        ...data,
        validFrom: toDateColumn(validFrom),
        validTo: validTo === null ? null : toDateColumn(validTo),
      },
    }),
  );
}
