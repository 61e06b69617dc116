import { type OrderField, type PageQuery, paginate } from '@org/db';
import { z } from 'zod';

/** One page of a list, with cursors to its neighbours where there are any. */
export interface Page<Row> {
  readonly data: Row[];
  readonly page: { readonly next: string | null; readonly previous: string | null };
}

/** Which page of a list, in which order. */
interface PageInput<Order extends string = string> {
  readonly limit: number;
  readonly cursor?: string | undefined;
  /** A field of the rows; `-` in front reverses. */
  readonly order: Order;
}

type FieldOf<Order extends string> = Order extends `-${infer Field}` ? Field : Order;

/**
 * What the input of every list has: `limit` (1 to 100), `cursor` and `order`.
 *
 * @param orders what the list can be sorted by; the first is the default
 */
export function pageFields<const Orders extends readonly [string, ...string[]]>(orders: Orders) {
  const [first] = orders;
  return {
    limit: z.int().min(1).max(100).default(20),
    cursor: z.string().min(1).max(4096).optional(),
    order: z.enum(orders).default(first as z.core.util.NoUndefined<Orders[number]>),
  };
}

/** What a list is, for its cursors and its order. */
export interface ListOptions<Order extends string> {
  /** Names the list. */
  readonly resource: string;
  readonly page: PageInput<Order>;
  /** What it is filtered by: a cursor of other filters is refused. */
  readonly filters?: object;
  /** Fields of the order that may be null: such rows come last, in reverse first. */
  readonly nullable?: readonly FieldOf<Order>[];
}

/**
 * Reads a page of rows that have an `id`, by keyset; the id decides between rows that are equal in the order.
 *
 * @throws DbError CURSOR_INVALID when the cursor belongs to another tenant, portal user, list, order or filter
 */
export async function readPage<
  Order extends string,
  Row extends Readonly<Record<FieldOf<Order> | 'id', unknown>>,
>(
  client: object,
  { resource, page, filters = {}, nullable = [] }: ListOptions<Order>,
  fetch: (query: PageQuery) => PromiseLike<Row[]>,
): Promise<Page<Row>> {
  const { limit, cursor } = page;
  const descending = page.order.startsWith('-');
  const field = (descending ? page.order.slice(1) : page.order) as FieldOf<Order>;
  const direction = descending ? 'desc' : 'asc';
  const nulls = nullable.includes(field)
    ? { nulls: descending ? ('first' as const) : ('last' as const) }
    : {};
  const order: OrderField<FieldOf<Order> | 'id'>[] = [
    { field, direction, ...nulls },
    { field: 'id', direction },
  ];
  return await paginate(client, { resource, order, limit, cursor, filters }, fetch);
}
