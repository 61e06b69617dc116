import type { Prisma } from '@org/db';
import { z } from 'zod';

import { parseInput } from '../parse-input.ts';
import { type Page, pageFields, readPage } from '../read-page.ts';
import { idField } from '../shared/input-fields.ts';
import { type Clients, fillCartThrough } from './clients.ts';
import { type CartSummaryView, cartStatusSchema, toCartSummary } from './views/cart.ts';

/** What a list of carts can be narrowed to. */
export const cartFilters = { status: cartStatusSchema.optional(), customerId: idField.optional() };

export const CART_ORDERS = ['-createdAt', 'createdAt'] as const;

export const listCartsInput = z.strictObject({ ...pageFields(CART_ORDERS), ...cartFilters });

/**
 * Carts without their items and prices, latest first unless asked otherwise. A portal user gets its own.
 *
 * @throws DomainError PORTAL_DISABLED, CART_DISABLED; DbError CURSOR_INVALID
 */
export async function listCarts(
  clients: Clients,
  input: z.input<typeof listCartsInput> = {},
): Promise<Page<CartSummaryView>> {
  const { limit, cursor, order, ...wanted } = parseInput(listCartsInput, input);
  const { status, customerId } = wanted;
  const client = await fillCartThrough(clients);
  const filters: Prisma.CartWhereInput[] = [];
  if (status) filters.push({ status });
  if (customerId) filters.push({ customerId });
  const found = await readPage(
    client,
    { resource: 'carts', page: { limit, cursor, order }, filters: wanted },
    ({ where, orderBy, take }) =>
      client.cart.findMany({
        where: { AND: [...filters, where] },
        include: { _count: { select: { items: true } } },
        orderBy,
        take,
      }),
  );
  return { data: found.data.map(toCartSummary), page: found.page };
}
