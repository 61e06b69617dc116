import { own, type StormOperation } from './turn.ts';

export const reads: readonly StormOperation[] = [
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
