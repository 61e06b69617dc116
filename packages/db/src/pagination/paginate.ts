import { servicesOf } from '../client/services-of.ts';
import { DbError } from '../errors/db-error.ts';
import { canonicalJson } from './canonical-json.ts';
import { decodeCursor, encodeCursor, type Position } from './cursor.ts';
import { behind, type OrderField, toOrderBy } from './order.ts';

/** A list, in an order that no two rows share a place in. */
export interface PageOptions<Field extends string = string> {
  /** Names the list: a cursor of another one is refused. */
  readonly resource: string;
  /** Must end with a field that is unique within the tenant, as `id` is. */
  readonly order: readonly OrderField<Field>[];
  /** Rows of a page: at least 1, at most 1,000. */
  readonly limit: number;
  /** `next` or `previous` of an earlier page; none for the first one. */
  readonly cursor?: string | undefined;
  /** What the list is filtered by: a cursor of the same list under other filters is refused. */
  readonly filters?: unknown;
}

/** A part of any model's `where` or `orderBy`: it names the fields of the order, which are the row's. */
export type Fragment = Record<never, never>;

/** Arguments for Prisma's `findMany`; put `where` into an `AND` with conditions of your own. */
export interface PageQuery {
  readonly where: Fragment;
  readonly orderBy: Fragment[];
  readonly take: number;
}

export interface Page<Row> {
  readonly data: Row[];
  readonly page: { readonly next: string | null; readonly previous: string | null };
}

/**
 * Reads one page of a list, by keyset: no row is skipped or shown twice when others are added or removed meanwhile, and
 * the last page costs what the first one does.
 *
 * `fetch` gets the arguments for `findMany` and must select the fields of the order. Cursors are signed, and bound to
 * the tenant, the list, its order and its filters.
 *
 * @example
 * const { data, page } = await paginate(client, { resource: 'users', order: [
 *   { field: 'createdAt', direction: 'desc' }, { field: 'id', direction: 'desc' },
 * ], limit: 20, cursor }, ({ where, orderBy, take }) =>
 *   client.user.findMany({ where: { AND: [{ isActive: true }, where] }, orderBy, take }));
 * @throws DbError CURSOR_INVALID; CURSOR_SECRET_MISSING; QUERY_INVALID for an order, limit or row that cannot be paged
 */
export async function paginate<Field extends string, Row extends Readonly<Record<Field, unknown>>>(
  client: object,
  options: PageOptions<Field>,
  fetch: (query: PageQuery) => PromiseLike<Row[]>,
): Promise<Page<Row>> {
  const order: readonly OrderField[] = options.order;
  check(order, options.limit);
  const { binding, secret } = signature(client, options);
  const position = options.cursor === undefined ? undefined : decodeCursor(options.cursor, binding, secret);
  const backward = position?.backward ?? false;

  const found = await fetch({
    where: position ? behind(order, position.values, backward) : {},
    orderBy: toOrderBy(order, backward),
    take: options.limit + 1,
  });
  const more = found.length > options.limit;
  const data = found.slice(0, options.limit);
  if (backward) data.reverse();

  const cursorAt = (row: Row | undefined, goBack: boolean): string | null =>
    row ? encodeCursor(positionOf(row, order, goBack), binding, secret) : null;
  return {
    data,
    page: {
      // Who came from one side can go back there.
      next: backward || more ? cursorAt(data.at(-1), false) : null,
      previous: backward
        ? more
          ? cursorAt(data[0], true)
          : null
        : position
          ? cursorAt(data[0], true)
          : null,
    },
  };
}

function check(order: readonly OrderField[], limit: number): void {
  if (!Number.isInteger(limit) || limit < 1 || limit > 1_000) {
    throw new DbError('QUERY_INVALID', 'The limit of a page must be an integer from 1 to 1,000.');
  }
  const fields = new Set(order.map((part) => part.field));
  if (order.length === 0 || fields.size !== order.length) {
    throw new DbError(
      'QUERY_INVALID',
      'The order of a list must have at least one field, and each only once.',
    );
  }
  if (order.at(-1)?.nulls) {
    throw new DbError(
      'QUERY_INVALID',
      'The order of a list must end with a field that is unique and never null.',
    );
  }
}

function signature(client: object, options: PageOptions) {
  const { context, services } = servicesOf(client);
  if (services.cursorSecret === undefined) throw new DbError('CURSOR_SECRET_MISSING');
  const binding = canonicalJson([
    context?.tenantId ?? null,
    context?.portalUser?.id ?? null,
    options.resource,
    options.order,
    options.filters ?? null,
  ]);
  return { binding, secret: services.cursorSecret };
}

function positionOf(row: object, order: readonly OrderField[], backward: boolean): Position {
  const values = order.map(({ field, nulls }) => {
    const value: unknown = Reflect.get(row, field);
    if (value === undefined || (value === null && !nulls)) {
      throw new DbError(
        'QUERY_INVALID',
        `The rows of the list have no ${field}: select it, or say where nulls stand.`,
      );
    }
    return value;
  });
  return { backward, values };
}
