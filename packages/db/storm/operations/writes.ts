import { own, type StormOperation, supplier, write } from './turn.ts';

export const writes: readonly StormOperation[] = [
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
