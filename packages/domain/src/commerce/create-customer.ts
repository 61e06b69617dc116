import type { TenantClient } from '@org/db';
import { z } from 'zod';

import { parseInput } from '../parse-input.ts';
import { idField, moneyField, stateField } from '../shared/input-fields.ts';
import { withoutUndefined } from '../shared/without-undefined.ts';
import { requireReferences } from './references.ts';
import {
  type CustomerView,
  customerStatusSchema,
  customerTierSchema,
  paymentTermsSchema,
  toCustomer,
} from './views/customer.ts';

export const createCustomerInput = z.strictObject({
  code: z.string().trim().min(1).max(50),
  name: z.string().trim().min(1).max(200),
  tier: customerTierSchema.optional(),
  status: customerStatusSchema.optional(),
  paymentTerms: paymentTermsSchema.optional(),
  creditLimit: moneyField.nullable().optional(),
  email: z.string().trim().toLowerCase().max(180).pipe(z.email()).nullable().optional(),
  phone: z.string().trim().max(40).nullable().optional(),
  addressLine: z.string().trim().max(200).nullable().optional(),
  city: z.string().trim().max(120).nullable().optional(),
  state: stateField,
  postalCode: z.string().trim().max(20).nullable().optional(),
  licenseNumber: z.string().trim().max(50).nullable().optional(),
  salesRepId: idField.nullable().optional(),
});

/**
 * Adds a customer.
 *
 * @throws DomainError NOT_FOUND for the sales rep; DbError UNIQUE_VIOLATION when the code is taken
 */
export async function createCustomer(
  client: TenantClient,
  input: z.input<typeof createCustomerInput>,
): Promise<CustomerView> {
  const data = parseInput(createCustomerInput, input);
  await requireReferences(client, { userId: data.salesRepId });
  return toCustomer(await client.customer.create({ data: withoutUndefined(data) }));
}
