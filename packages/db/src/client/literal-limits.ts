import { PrismaPg } from '@prisma/adapter-pg';

type Queryable = Pick<Awaited<ReturnType<PrismaPg['connect']>>, 'queryRaw'>;
type Query = Parameters<Queryable['queryRaw']>[0];

/** A text of Prisma's that ends with a limit or an offset of parameters. */
interface Shape {
  readonly limited: boolean;
  /** The text with the given limit, and without an offset. */
  readonly write: (limit: string) => string;
  /** What was written before, by limit. */
  readonly written: Map<string, string>;
}

/** So many texts are remembered at a time. */
const TEXTS = 1_000;
/** So many limits of one text are written out, so that a limit chosen by users does not make a statement of each. */
const LIMITS = 4;
const END = /( LIMIT \$\d+)? OFFSET \$\d+(\) AS "sub")?$/;

/**
 * Writes the limit of a read of Prisma's into its text, in place of a parameter, and leaves an offset of 0 out.
 *
 * For a limit that it does not know PostgreSQL expects a tenth of all rows. So the plan that it keeps of a prepared
 * statement always looks worse to it than a new one, and it plans anew for every call, which takes longer than running a
 * look-up, and still longer under row level security.
 */
export class LiteralLimits {
  readonly #shapes = new Map<string, Shape | null>();

  apply(query: Query): Query {
    const { sql, args, argTypes } = query;
    const last = args.length - 1;
    if (args[last] !== '0' || argTypes[last]?.scalarType !== 'bigint') return query;
    const shape = this.#shapeOf(sql, args.length);
    if (!shape) return query;
    const limit = shape.limited ? args[last - 1] : '';
    if (typeof limit !== 'string' || !/^\d{0,9}$/.test(limit)) return query;
    let text = shape.written.get(limit);
    if (text === undefined) {
      if (shape.written.size >= LIMITS) return query;
      text = shape.write(limit);
      shape.written.set(limit, text);
    }
    const kept = shape.limited ? last - 1 : last;
    return { sql: text, args: args.slice(0, kept), argTypes: argTypes.slice(0, kept) };
  }

  #shapeOf(sql: string, parameters: number): Shape | null {
    let shape = this.#shapes.get(sql);
    if (shape === undefined) {
      shape = shapeOf(sql, parameters);
      if (this.#shapes.size >= TEXTS) this.#shapes.clear();
      this.#shapes.set(sql, shape);
    }
    return shape;
  }
}

/** Null unless the last parameters are the limit and the offset at the end of the text, and are used nowhere else. */
function shapeOf(sql: string, parameters: number): Shape | null {
  const end = END.exec(sql);
  if (!end) return null;
  const [, limit, close = ''] = end;
  const head = sql.slice(0, end.index);
  const expected = limit
    ? ` LIMIT $${parameters - 1} OFFSET $${parameters}${close}`
    : ` OFFSET $${parameters}${close}`;
  const own = limit ? [parameters - 1, parameters] : [parameters];
  if (end[0] !== expected || own.some((number) => head.includes(`$${number}`))) return null;
  return {
    limited: limit !== undefined,
    write: (value) => `${head}${limit ? ` LIMIT ${value}` : ''}${close}`,
    written: new Map(),
  };
}

/** Prisma's adapter, whose reads have their limits in the text. */
export class LiteralLimitsAdapter extends PrismaPg {
  override async connect(): ReturnType<PrismaPg['connect']> {
    const limits = new LiteralLimits();
    const adapter = writesLimits(await super.connect(), limits);
    const { startTransaction } = adapter;
    adapter.startTransaction = async (isolationLevel) =>
      writesLimits(await startTransaction.call(adapter, isolationLevel), limits);
    return adapter;
  }
}

function writesLimits<Q extends Queryable>(queryable: Q, limits: LiteralLimits): Q {
  const { queryRaw } = queryable;
  queryable.queryRaw = (query) => queryRaw.call(queryable, limits.apply(query));
  return queryable;
}
