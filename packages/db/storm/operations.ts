import type { Db, TenantClient, TenantContext } from '../src/index.ts';
import { type Group, HALF } from './ledger.ts';

/** One caller's next operation. */
export interface Turn {
  readonly db: Db;
  readonly context: TenantContext;
  readonly client: TenantClient;
  readonly random: () => number;
  /** What all codes of the tenant begin with. */
  readonly prefix: string;
  /** Notes so many rows as about to be written, and gives their codes. */
  readonly open: (size: number) => { readonly group: Group; readonly codes: readonly string[] };
}

/** A row that the tenant should not have seen. */
export class ForeignRow extends Error {}
/** Thrown to undo a transaction. */
class Undo extends Error {}

interface Row {
  readonly tenantId: string;
  readonly code?: string;
}

/** Runs against the database; tells how many queries were answered. */
type Run = (turn: Turn) => Promise<number>;

export interface StormOperation {
  readonly name: string;
  /** How often, relative to the others. */
  readonly weight: number;
  readonly run: Run;
}

function own({ context, prefix }: Turn, rows: readonly Row[]): void {
  for (const { tenantId, code } of rows) {
    if (tenantId !== context.tenantId || (code !== undefined && !code.startsWith(prefix))) {
      throw new ForeignRow(`${context.tenantId} saw a row of ${tenantId}: ${code}`);
    }
  }
}

const supplier = (code: string, name = 'Storm') => ({ code, name });

/** Writes a group; what it resolves to, the fate of the group is. */
async function write(
  turn: Turn,
  size: number,
  run: (codes: readonly string[], group: Group) => Promise<void>,
): Promise<void> {
  const { group, codes } = turn.open(size);
  await run(codes, group);
  if (group.fate === 'unknown') group.fate = 'kept';
}

/** Runs what undoes its group: the Undo is caught, and nothing of it may be there. */
async function undo(group: Group, run: () => Promise<unknown>): Promise<void> {
  group.fate = 'undone';
  try {
    await run();
  } catch (error) {
    if (!(error instanceof Undo)) throw error;
  }
}

const reads: readonly StormOperation[] = [
  {
    name: 'findMany',
    weight: 22,
    async run(turn) {
      own(turn, await turn.client.supplier.findMany({ take: 5, orderBy: { id: 'desc' } }));
      return 1;
    },
  },
  {
    name: 'findMany with relations',
    weight: 6,
    async run(turn) {
      const rows = await turn.client.supplier.findMany({ take: 3, include: { products: true } });
      own(turn, rows);
      for (const { products } of rows) own(turn, products);
      return 1;
    },
  },
  {
    name: 'look-ups of one tick',
    weight: 12,
    async run(turn) {
      const { client, context, random, db } = turn;
      const other = {
        id: `00000000-0000-4000-8000-${String(Math.floor(random() * 1000)).padStart(12, '0')}`,
      };
      const [mine, foreign] = await Promise.all([
        client.tenant.findUnique({ where: { id: context.tenantId }, select: { id: true } }),
        db.forTenant(context).tenant.findUnique({ where: other, select: { id: true } }),
      ]);
      own(turn, [{ tenantId: mine?.id ?? '' }, ...(foreign ? [{ tenantId: foreign.id }] : [])]);
      return 2;
    },
  },
  {
    name: 'count',
    weight: 8,
    async run({ client }) {
      await client.product.count();
      return 1;
    },
  },
  {
    name: 'raw SQL',
    weight: 14,
    async run(turn) {
      const rows = await turn.client.$queryRaw<{ tenantId: string; code: string; set: string }[]>`
        select tenant_id as "tenantId", code, current_setting('app.current_tenant_id') as set from commerce.suppliers limit 3`;
      own(turn, rows);
      own(
        turn,
        rows.map(({ set }) => ({ tenantId: set })),
      );
      return 1;
    },
  },
  {
    name: 'a query that fails',
    weight: 2,
    async run({ client }) {
      await client.$queryRaw`select 1 / 0`.catch((error: { code?: string }) => {
        if (error.code !== 'VALUE_INVALID') throw error;
      });
      return 1;
    },
  },
  {
    name: 'another tenant’s rows, asked for by id',
    weight: 2,
    async run(turn) {
      const id = `00000000-0000-4000-8000-${String(Math.floor(turn.random() * 1000)).padStart(12, '0')}`;
      own(turn, await turn.client.supplier.findMany({ where: { tenantId: id }, take: 3 }));
      return 1;
    },
  },
];

const writes: readonly StormOperation[] = [
  {
    name: 'create',
    weight: 8,
    async run(turn) {
      await write(turn, 1, async ([code = '']) =>
        own(turn, [await turn.client.supplier.create({ data: supplier(code) })]),
      );
      return 1;
    },
  },
  {
    name: 'raw insert',
    weight: 4,
    async run(turn) {
      await write(turn, 1, async ([code]) => {
        await turn.client.$executeRaw`insert into commerce.suppliers (code, name) values (${code}, 'Storm')`;
      });
      return 1;
    },
  },
  {
    name: 'nested write',
    weight: 4,
    async run(turn) {
      await write(turn, 3, async ([code = '', ...rest]) => {
        const products = { create: rest.map((one) => supplier(one)) };
        await turn.client.supplier.create({ data: { ...supplier(code), products } });
      });
      return 1;
    },
  },
  {
    name: 'createMany',
    weight: 3,
    async run(turn) {
      await write(turn, 4, async (codes) => {
        await turn.client.supplier.createMany({ data: codes.map((code) => supplier(code)) });
      });
      return 1;
    },
  },
];

const transactions: readonly StormOperation[] = [
  {
    name: 'transaction',
    weight: 5,
    async run(turn) {
      await write(turn, 2, ([first = '', second = '']) =>
        turn.client.$transaction(async (tx) => {
          const { tenantId, id } = await tx.supplier.create({ data: supplier(first, HALF) });
          await tx.product.create({ data: supplier(second) });
          own(turn, await tx.supplier.findMany({ take: 3, orderBy: { id: 'desc' } }));
          await tx.supplier.update({ where: { tenantId_id: { tenantId, id } }, data: { name: 'whole' } });
        }),
      );
      return 4;
    },
  },
  {
    name: 'transaction that is undone',
    weight: 2,
    async run(turn) {
      await write(turn, 2, ([first = '', second = ''], group) =>
        undo(group, () =>
          turn.client.$transaction(async (tx) => {
            await tx.supplier.create({ data: supplier(first) });
            await tx.product.create({ data: supplier(second) });
            throw new Undo();
          }),
        ),
      );
      return 2;
    },
  },
  {
    name: 'nested transactions',
    weight: 3,
    async run(turn) {
      await write(turn, 1, async ([outer = '']) => {
        const inner = turn.open(1);
        inner.group.fate = 'undone';
        await turn.client.$transaction(async (tx) => {
          await tx.supplier.create({ data: supplier(outer) });
          await undo(inner.group, () =>
            tx.$transaction(async (nested) => {
              await nested.supplier.create({ data: supplier(inner.codes[0] ?? '') });
              throw new Undo();
            }),
          );
          own(turn, await tx.supplier.findMany({ take: 2, orderBy: { id: 'desc' } }));
        });
      });
      return 3;
    },
  },
  {
    name: 'array of queries',
    weight: 3,
    async run(turn) {
      await write(turn, 2, async ([first = '', second = '']) => {
        const { client } = turn;
        const [, , rows] = await client.$transaction([
          client.supplier.create({ data: supplier(first) }),
          client.product.create({ data: supplier(second) }),
          client.supplier.findMany({ take: 2, orderBy: { id: 'desc' } }),
        ]);
        own(turn, rows);
      });
      return 3;
    },
  },
  {
    name: 'transaction over the pool',
    weight: 3,
    async run(turn) {
      await write(turn, 2, async (codes) => {
        const connection = await turn.client.$pool.connect();
        let failure: Error | undefined;
        try {
          await connection.query('begin');
          for (const code of codes) {
            await connection.query('insert into commerce.suppliers (code, name) values ($1, $1)', [code]);
          }
          await connection.query('commit');
        } catch (error) {
          failure = error as Error;
          throw error;
        } finally {
          connection.release(failure);
        }
      });
      return 2;
    },
  },
  {
    name: 'transaction that takes too long',
    weight: 0.5,
    async run(turn) {
      await write(turn, 1, ([code = '']) =>
        turn.client.$transaction(
          async (tx) => {
            await tx.supplier.create({ data: supplier(code) });
            await tx.$queryRaw`select pg_sleep(${turn.random() * 0.1}::float8)::text`;
          },
          { timeout: 50 },
        ),
      );
      return 2;
    },
  },
  {
    name: 'aborted work',
    weight: 0.5,
    async run(turn) {
      const signal = AbortSignal.timeout(Math.ceil(turn.random() * 40));
      const client = turn.db.forTenant(turn.context, { signal });
      await write(turn, 2, async (codes) => {
        await client.$transaction(async (tx) => {
          for (const code of codes) await tx.supplier.create({ data: supplier(code) });
          await tx.$queryRaw`select pg_sleep(${turn.random() * 0.05}::float8)::text`;
        });
      });
      return 3;
    },
  },
  {
    name: 'statement that takes too long',
    weight: 0.3,
    async run(turn) {
      const client = turn.db.forTenant(turn.context, { statementTimeoutMs: 20 });
      await client.$queryRaw`select pg_sleep(${turn.random() * 0.05}::float8)::text`;
      return 1;
    },
  },
];

/** Leaves its context on the session: the connection must go to nobody else. Not where sessions are shared on purpose. */
const LEAVING: StormOperation = {
  name: 'settings left on the session',
  weight: 0.1,
  async run({ client, context }) {
    await client.$queryRaw`select set_config('app.current_tenant_id', ${context.tenantId}, false)`;
    return 1;
  },
};

/** Everything that a caller may do. */
export function stormOperations(pooled: boolean): readonly StormOperation[] {
  return [...reads, ...writes, ...transactions, ...(pooled ? [] : [LEAVING])];
}
