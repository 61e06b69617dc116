import { DbError } from '../errors/db-error.ts';

/** One field of an order. */
export interface OrderField<Field extends string = string> {
  readonly field: Field;
  readonly direction: 'asc' | 'desc';
  /** Where rows without a value stand; required for a nullable field, refused by Prisma for any other. */
  readonly nulls?: 'first' | 'last';
}

/** The same order, or its reverse, as Prisma's `orderBy`. */
export function toOrderBy(order: readonly OrderField[], reverse: boolean): PrismaOrderBy[] {
  return order.map(({ field, direction, nulls }) => {
    const sort = (direction === 'asc') === reverse ? 'desc' : 'asc';
    if (!nulls) return { [field]: sort };
    return { [field]: { sort, nulls: (nulls === 'first') === reverse ? 'last' : 'first' } };
  });
}

/** A part of Prisma's `orderBy`. */
export type PrismaOrderBy = Record<
  string,
  'asc' | 'desc' | { sort: 'asc' | 'desc'; nulls: 'first' | 'last' }
>;

/**
 * The condition that selects what comes behind a position: `a > x OR (a = x AND b > y) …`, with `a >= x` in front,
 * which lets PostgreSQL start in the middle of an index.
 *
 * @param values the position's value of each field of the order
 * @param reverse select what comes before it instead
 */
export function behind(
  order: readonly OrderField[],
  values: readonly unknown[],
  reverse: boolean,
): KeysetWhere {
  const alternatives: KeysetWhere[] = [];
  const equal: KeysetWhere[] = [];
  for (const [index, part] of order.entries()) {
    const value = values[index] ?? null;
    if (value === null && !part.nulls) {
      throw new DbError('QUERY_INVALID', `${part.field} is null: say in the order where its nulls stand.`);
    }
    const forward = (part.direction === 'asc') !== reverse;
    const nullsBehind = part.nulls !== undefined && (part.nulls === 'last') !== reverse;
    for (const next of beyond(part.field, value, forward ? 'gt' : 'lt', nullsBehind)) {
      alternatives.push({ AND: [...equal, next] });
    }
    equal.push({ [part.field]: value });
  }
  const first = order[0];
  const start = values[0] ?? null;
  if (!first || first.nulls || start === null) return { OR: alternatives };
  const bound = (first.direction === 'asc') !== reverse ? 'gte' : 'lte';
  return { AND: [{ [first.field]: { [bound]: start } }, { OR: alternatives }] };
}

type KeysetWhere = Record<string, unknown>;

function beyond(field: string, value: unknown, operator: 'gt' | 'lt', nullsBehind: boolean): KeysetWhere[] {
  if (value === null) return nullsBehind ? [] : [{ [field]: { not: null } }];
  const values = { [field]: { [operator]: value } };
  return nullsBehind ? [values, { [field]: null }] : [values];
}
