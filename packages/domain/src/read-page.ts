import { type OrderField, type PageQuery, paginate } from '@org/db';
import { z } from 'zod';

/** One page of a list, with cursors to its neighbours where there are any. */
export interface Page<Row> {
  readonly data: readonly Row[];
  readonly page: { readonly next: string | null; readonly previous: string | null };
}

/** Which page of a list, in which order. */
export interface PageInput {
  readonly limit: number;
  readonly cursor?: string | undefined;
  /** A field of the rows; `-` in front reverses. */
  readonly order: string;
}

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
export interface ListOptions {
  /** Names the list. */
  readonly resource: string;
  readonly page: PageInput;
  /** What it is filtered by: a cursor of other filters is refused. */
  readonly filters?: object;
  /** Fields of the order that may be null: such rows come last, in reverse first. */
  readonly nullable?: readonly string[];
}

/**
 * Reads a page of rows that have an `id`, by keyset; the id decides between rows that are equal in the order.
 *
 * @throws DbError CURSOR_INVALID when the cursor belongs to another tenant, portal user, list, order or filter
 */
export async function readPage<Row extends { readonly id: string }>(
  client: object,
  { resource, page, filters = {}, nullable = [] }: ListOptions,
  fetch: (query: PageQuery) => PromiseLike<Row[]>,
): Promise<Page<Row>> {
  const descending = page.order.startsWith('-');
  const field = descending ? page.order.slice(1) : page.order;
  const direction = descending ? 'desc' : 'asc';
  const nulls = nullable.includes(field) ? { nulls: descending ? ('first' as const) : ('last' as const) } : {};
  const order: OrderField<Row>[] = [
    { field: field as OrderField<Row>['field'], direction, ...nulls },
    { field: 'id' as OrderField<Row>['field'], direction },
  ];
  const { limit, cursor } = page;
  return await paginate<Row>(client, { resource, order, limit, cursor, filters }, fetch);
}
