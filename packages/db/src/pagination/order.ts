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
  order: readonly Comparable[],
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
    for (const next of beyond(part, value, forward ? 'gt' : 'lt', nullsBehind)) {
      alternatives.push({ AND: [...equal, next] });
    }
    equal.push({ [part.field]: value });
  }
  const first = order[0];
  const start = values[0] ?? null;
  if (!first || first.nulls || start === null || isCounted(first, start)) return { OR: alternatives };
  const bound = (first.direction === 'asc') !== reverse ? 'gte' : 'lte';
  return { AND: [{ [first.field]: { [bound]: start } }, { OR: alternatives }] };
}

type KeysetWhere = Record<string, unknown>;

type Comparable = OrderField & { readonly values?: readonly string[] };

function beyond(
  part: Comparable,
  value: unknown,
  operator: 'gt' | 'lt',
  nullsBehind: boolean,
): KeysetWhere[] {
  const { field } = part;
  if (value === null) return nullsBehind ? [] : [{ [field]: { not: null } }];
  const values = isCounted(part, value)
    ? countedBeyond(part, value, operator)
    : [{ [field]: { [operator]: value } }];
  return nullsBehind ? [...values, { [field]: null }] : values;
}

/** Prisma compares neither booleans nor enums by size: what lies beyond is named. */
function isCounted({ values }: Comparable, value: unknown): boolean {
  return typeof value === 'boolean' || values !== undefined;
}

function countedBeyond({ field, values }: Comparable, value: unknown, operator: 'gt' | 'lt'): KeysetWhere[] {
  if (typeof value === 'boolean') return value === (operator === 'lt') ? [{ [field]: !value }] : [];
  const at = values?.indexOf(String(value)) ?? -1;
  const beyondIt = operator === 'gt' ? values?.slice(at + 1) : values?.slice(0, at);
  return beyondIt && beyondIt.length > 0 ? [{ [field]: { in: beyondIt } }] : [];
}
