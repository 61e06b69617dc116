import type { TenantClient } from '@org/db';
import { z } from 'zod';

import { DomainError } from '../errors.ts';
import { parseInput } from '../parse-input.ts';
import { idField } from '../shared/input-fields.ts';
import { type CustomerView, toCustomer } from './views/customer.ts';

export const getCustomerInput = z.strictObject({ customerId: idField });

/**
 * One customer that was not deleted.
 *
 * @throws DomainError NOT_FOUND
 */
export async function getCustomer(
  client: TenantClient,
  input: z.input<typeof getCustomerInput>,
): Promise<CustomerView> {
  const { customerId } = parseInput(getCustomerInput, input);
  const customer = await client.customer.findFirst({ where: { id: customerId } });
  if (!customer) throw new DomainError('NOT_FOUND', 'There is no such customer.');
  return toCustomer(customer);
}
