import type { Prisma, TenantClient } from '@org/db';
import { z } from 'zod';

import { parseInput } from '../parse-input.ts';
import { type Page, pageFields, readPage } from '../read-page.ts';
import { idField } from '../shared/input-fields.ts';
import { contains } from '../shared/search-text.ts';
import { type CustomerView, customerStatusSchema, customerTierSchema, toCustomer } from './views/customer.ts';

/** What a list of customers can be narrowed to. */
export const customerFilters = {
  tier: customerTierSchema.optional(),
  status: customerStatusSchema.optional(),
  salesRepId: idField.optional(),
  q: z.string().trim().min(1).max(100).optional().describe('Part of the code, name, e-mail or city'),
};

export const CUSTOMER_ORDERS = ['name', '-name', 'createdAt', '-createdAt'] as const;

export const listCustomersInput = z.strictObject({ ...pageFields(CUSTOMER_ORDERS), ...customerFilters });

/**
 * The customers that were not deleted.
 *
 * @throws DbError CURSOR_INVALID
 */
export async function listCustomers(
  client: TenantClient,
  input: z.input<typeof listCustomersInput> = {},
): Promise<Page<CustomerView>> {
  const { limit, cursor, order, ...wanted } = parseInput(listCustomersInput, input);
  const { tier, status, salesRepId, q } = wanted;
  const filters: Prisma.CustomerWhereInput[] = [];
  if (tier) filters.push({ tier });
  if (status) filters.push({ status });
  if (salesRepId) filters.push({ salesRepId });
  if (q) {
    const text = contains(q);
    filters.push({ OR: [{ code: text }, { name: text }, { email: text }, { city: text }] });
  }
  const found = await readPage(
    client,
    { resource: 'customers', page: { limit, cursor, order }, filters: wanted },
    ({ where, orderBy, take }) =>
      client.customer.findMany({ where: { AND: [...filters, where] }, orderBy, take }),
  );
  return { data: found.data.map(toCustomer), page: found.page };
}
