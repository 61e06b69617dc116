import type { TenantClient } from '@org/db';
import type { z } from 'zod';

import { DomainError } from '../errors.ts';
import { parseInput } from '../parse-input.ts';
import { idField } from '../shared/input-fields.ts';
import { withoutUndefined } from '../shared/without-undefined.ts';
import { createCustomerInput } from './create-customer.ts';
import { getCustomer } from './get-customer.ts';
import { requireReferences } from './references.ts';
import type { CustomerView } from './views/customer.ts';

/** What of a customer can be changed; what is left out stays. */
export const customerChangesSchema = createCustomerInput.partial();

export const updateCustomerInput = customerChangesSchema.extend({ customerId: idField });

/**
 * Changes a customer.
 *
 * @throws DomainError NOT_FOUND; DbError UNIQUE_VIOLATION when the code is taken
 */
export async function updateCustomer(
  client: TenantClient,
  input: z.input<typeof updateCustomerInput>,
): Promise<CustomerView> {
  const { customerId, ...changes } = parseInput(updateCustomerInput, input);
  await requireReferences(client, { userId: changes.salesRepId });
  const { count } = await client.customer.updateMany({
    where: { id: customerId },
    data: withoutUndefined(changes),
  });
  if (count === 0) throw new DomainError('NOT_FOUND', 'There is no such customer.');
  return getCustomer(client, { customerId });
}
