import { z } from 'zod';

/** What every list takes besides its own filters. */
const pageQuery = {
  limit: z.coerce.number().int().min(1).max(100).default(20).describe('Rows of a page, 1 to 100'),
  cursor: z
    .string()
    .min(1)
    .max(4096)
    .optional()
    .describe('`page.next` or `page.previous` of an answer of this list'),
};

/**
 * The query string of a list: `limit`, `cursor`, `order`, and its own filters. An unknown parameter is refused, as a
 * misspelt filter would otherwise show everything.
 *
 * @param orders what the list can be sorted by; `-` reverses; the first is the default
 */
export function listQuery<Orders extends readonly [string, ...string[]], Filters extends z.ZodRawShape>(
  orders: Orders,
  filters: Filters,
) {
  return z.strictObject({ ...pageQuery, order: z.enum(orders).default(orders[0]), ...filters });
}

/** The answer of a list: one page, and cursors to its neighbours where there are any. */
export function listAnswer<Item extends z.ZodType>(item: Item) {
  return z.object({
    data: z.array(item),
    page: z.object({ next: z.string().nullable(), previous: z.string().nullable() }),
  });
}

interface Found<Row> {
  readonly data: readonly Row[];
  readonly page: { readonly next: string | null; readonly previous: string | null };
}

/** A page as `listAnswer` wants it, each row made ready by `answer`. */
export function toList<Row, Item>({ data, page }: Found<Row>, answer: (row: Row) => Item) {
  return { data: data.map(answer), page: { ...page } };
}
