import type { Prisma } from '@org/db';
import { z } from 'zod';

import { parseInput } from '../parse-input.ts';
import { type Page, pageFields, readPage } from '../read-page.ts';
import { dateOrMomentField, idField, startOf, startOfNext } from '../shared/input-fields.ts';
import { type Clients, isPortal, readThrough } from './clients.ts';
import { type OrderSummaryView, orderStatusSchema, toOrderSummary } from './views/order.ts';

/** What a list of orders can be narrowed to. */
export const orderFilters = {
  status: orderStatusSchema.optional(),
  customerId: idField.optional(),
  salesRepId: idField.optional(),
  isSample: z.boolean().optional(),
  from: dateOrMomentField
    .optional()
    .describe('Ordered at this moment or later; a day starts at midnight UTC'),
  to: dateOrMomentField.optional().describe('Ordered before this moment; a day is included, to midnight UTC'),
};

export const ORDER_ORDERS = ['-orderedAt', 'orderedAt'] as const;

export const listOrdersInput = z.strictObject({ ...pageFields(ORDER_ORDERS), ...orderFilters });

/**
 * Orders without their lines, latest first unless asked otherwise. A portal user gets its customer's.
 *
 * @throws DomainError PORTAL_DISABLED; DbError CURSOR_INVALID
 */
export async function listOrders(
  clients: Clients,
  input: z.input<typeof listOrdersInput> = {},
): Promise<Page<OrderSummaryView>> {
  const { limit, cursor, order, ...wanted } = parseInput(listOrdersInput, input);
  const { status, customerId, salesRepId, isSample, from, to } = wanted;
  const client = await readThrough(clients);
  // The database shows no others to a portal user; said here too, its customer's index is used.
  const filters: Prisma.OrderWhereInput[] = isPortal(clients) ? [{ customerId: clients.customerId }] : [];
  if (status) filters.push({ status });
  if (customerId) filters.push({ customerId });
  if (salesRepId) filters.push({ salesRepId });
  if (isSample !== undefined) filters.push({ isSample });
  if (from) filters.push({ orderedAt: { gte: startOf(from) } });
  if (to) filters.push({ orderedAt: { lt: startOfNext(to) } });
  const found = await readPage(
    client,
    { resource: 'orders', page: { limit, cursor, order }, filters: wanted },
    ({ where, orderBy, take }) =>
      client.order.findMany({ where: { AND: [...filters, where] }, orderBy, take }),
  );
  return { data: found.data.map(toOrderSummary), page: found.page };
}
