import { HALF } from '../ledger.ts';
import { own, type StormOperation, supplier, Undo, undo, write } from './turn.ts';

export const transactions: readonly StormOperation[] = [
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
