import { MODELS } from '../../generated/models.ts';
import type { Prisma } from '../../generated/prisma/client.ts';
import { servicesOf } from '../client/services-of.ts';
import { DbError } from '../errors/db-error.ts';
import type { ModelFacts } from '../operations/model-facts.ts';
import { speaksOfMark } from '../soft-delete/conditions.ts';
import { isObject, MARK } from '../soft-delete/marks.ts';
import { canonicalJson } from './canonical-json.ts';
import { decodeCursor, encodeCursor } from './cursor.ts';
import { type KeysetField, keysetOrder } from './keyset-order.ts';
import { behind, toOrderBy } from './order.ts';

type Direction = 'asc' | 'desc';
type FindMany<Model> = Prisma.Args<Model, 'findMany'>;
type Scalars<Model> = Prisma.Payload<Model> extends { scalars: infer Fields } ? keyof Fields & string : never;

/** A page of a model's rows. */
export interface FindPageArgs<Model> {
  readonly where?: FindMany<Model>['where'];
  /**
   * Fields of the model. Nulls stand where PostgreSQL puts them (last going up, first going down) unless said otherwise.
   * Where the fields do not tell rows apart, the primary key is added.
   */
  readonly orderBy: readonly {
    readonly [Field in Scalars<Model>]?:
      | Direction
      | { readonly sort: Direction; readonly nulls?: 'first' | 'last' };
  }[];
  readonly select?: FindMany<Model>['select'];
  readonly include?: FindMany<Model>['include'];
  readonly omit?: FindMany<Model>['omit'];
  /** Rows from the beginning, or behind `after`: 1 to 1,000. */
  readonly first?: number;
  /** Rows from the end, or in front of `before`: 1 to 1,000. Give one of the two. */
  readonly last?: number;
  /** `end` of an earlier page. */
  readonly after?: string | undefined;
  /** `start` of an earlier page. */
  readonly before?: string | undefined;
}

/** Rows in the order that was asked for, whichever way they were read. */
export interface FoundPage<Row> {
  readonly rows: Row[];
  /** Cursors of the first and the last row; null where there is none. */
  readonly start: string | null;
  readonly end: string | null;
  /** Are there rows behind these? Going backwards, that is told by where one came from. */
  readonly hasNext: boolean;
  readonly hasPrevious: boolean;
}

interface ModelInternals {
  readonly $name?: string;
  readonly $parent?: object;
  findMany(args: object): PromiseLike<Record<string, unknown>[]>;
}

/**
 * Reads a page of a model by keyset: no row is skipped or shown twice when others come or go meanwhile, and the last page
 * costs what the first one does, where an index serves the order.
 *
 * Cursors are signed, and good for this tenant, portal user, model, condition and order only; `select`, `include` and the
 * size of a page may differ.
 *
 * @param model a model of a client of `forTenant`, or of one of its transactions: `client.user`
 * @example
 * const page = await findPage(client.user, {
 *   where: { isActive: true }, orderBy: [{ lastLoginAt: 'desc' }], first: 20, after: cursor,
 * });
 * @throws DbError CURSOR_INVALID; CURSOR_SECRET_MISSING; QUERY_INVALID for an order or a size that cannot be paged
 */
export async function findPage<Model, const Args extends FindPageArgs<Model>>(
  model: Model,
  args: Args & FindPageArgs<Model>,
): Promise<FoundPage<Prisma.Result<Model, Omit<Args, keyof PageArgs>, 'findMany'>[number]>> {
  const { $name: name, $parent: client, findMany } = model as unknown as ModelInternals;
  const facts = name === undefined ? undefined : MODELS[name];
  if (!client || !facts)
    throw new DbError('QUERY_INVALID', 'findPage needs a model of a client of forTenant().');
  const backward = sizeOf(args).backward;
  const limit = sizeOf(args).limit;
  const order = keysetOrder(facts, name ?? '', args.orderBy as readonly object[]);
  checkMark(facts, args.where, order);
  const signature = signatureOf(client, [name, order, args.where ?? null]);
  const positions = [
    args.after === undefined ? [] : [behind(order, valuesOf(args.after, signature), false)],
    args.before === undefined ? [] : [behind(order, valuesOf(args.before, signature), true)],
  ].flat();
  const found = await findMany({
    ...withOrderFields(args, order),
    where: { AND: [args.where ?? {}, ...positions] },
    orderBy: toOrderBy(order, backward),
    take: limit + 1,
  });
  const more = found.length > limit;
  const rows = found.slice(0, limit);
  if (backward) rows.reverse();
  const cursorOf = (row: Record<string, unknown> | undefined) =>
    row
      ? encodeCursor({ backward: false, values: order.map(({ field }) => row[field]) }, ...signature)
      : null;
  const cursors = { start: cursorOf(rows[0]), end: cursorOf(rows.at(-1)) };
  for (const row of rows) for (const field of hiddenFields(args, order)) delete row[field];
  return {
    // Prisma's own types say what `select` and `include` make of a row.
    rows: rows as Prisma.Result<Model, Omit<Args, keyof PageArgs>, 'findMany'>,
    ...cursors,
    hasNext: backward ? args.before !== undefined : more,
    hasPrevious: backward ? more : args.after !== undefined,
  };
}

/** A position names the fields of the order: by `deletedAt` in it, rows would be asked for that the condition does not mean. */
function checkMark(facts: ModelFacts, where: unknown, order: readonly KeysetField[]): void {
  if (!facts.softDeleted || !order.some(({ field }) => field === MARK)) return;
  if (isObject(where) && speaksOfMark(where)) return;
  throw new DbError(
    'QUERY_INVALID',
    `An order by ${MARK} needs a \`where\` that says which deleted rows are meant.`,
  );
}

type PageArgs = Pick<FindPageArgs<never>, 'first' | 'last' | 'after' | 'before' | 'orderBy'>;
type Chosen = Readonly<Record<string, unknown>> | undefined;

function sizeOf({ first, last }: { readonly first?: number; readonly last?: number }) {
  const limit = first ?? last;
  if (
    (first !== undefined && last !== undefined) ||
    !Number.isInteger(limit) ||
    !limit ||
    limit < 1 ||
    limit > 1_000
  ) {
    throw new DbError(
      'QUERY_INVALID',
      'A page has either `first` or `last` rows: an integer from 1 to 1,000.',
    );
  }
  return { limit, backward: first === undefined };
}

/** What cursors are bound to, and the secret. */
function signatureOf(client: object, query: readonly unknown[]): [binding: string, secret: string] {
  const { context, services } = servicesOf(client);
  if (services.cursorSecret === undefined) throw new DbError('CURSOR_SECRET_MISSING');
  const viewer = [context?.tenantId ?? null, context?.portalUser?.id ?? null];
  return [canonicalJson(['findPage', ...viewer, ...query]), services.cursorSecret];
}

function valuesOf(cursor: string, signature: [binding: string, secret: string]): readonly unknown[] {
  return decodeCursor(cursor, ...signature).values;
}

/** Cursors need the fields of the order, whatever the caller wants to see. */
function withOrderFields(args: object, order: readonly KeysetField[]): object {
  const { select, include, omit } = args as { select?: Chosen; include?: Chosen; omit?: Chosen };
  const fields = (value: boolean) => Object.fromEntries(order.map(({ field }) => [field, value]));
  return {
    ...(select ? { select: { ...select, ...fields(true) } } : {}),
    ...(include ? { include } : {}),
    ...(omit ? { omit: { ...omit, ...fields(false) } } : {}),
  };
}

function hiddenFields(args: object, order: readonly KeysetField[]): string[] {
  const { select, omit } = args as { select?: Chosen; omit?: Chosen };
  return order.map(({ field }) => field).filter((field) => (select ? !select[field] : omit?.[field]));
}
