import type { BenchOptions } from '../bench.ts';
import type { Findings } from '../report.ts';
import { bareStart, startWith } from './import-time.ts';

const PEERS: Readonly<Record<string, readonly string[]>> = {
  "'@org/db'": ['@org/db'],
  "what plain Prisma needs: its runtime, its adapter and 'pg'": [
    '@prisma/client/runtime/client',
    '@prisma/adapter-pg',
    'pg',
  ],
  "'pg' alone": ['pg'],
};

/** What an import costs a process that starts: whole processes, less one that imports nothing. */
export async function benchStart({ quick, onProgress }: BenchOptions): Promise<Findings> {
  const times = quick ? 3 : 20;
  onProgress('a process that does nothing');
  const bare = await bareStart(times);
  const costs: Record<string, number> = {};
  for (const [name, modules] of Object.entries(PEERS)) {
    onProgress(name);
    costs[name] = Math.max(0, (await startWith(modules, times)) - bare);
  }
  const [ours = 0, plain = 0] = Object.values(costs);
  const round = (value: number) => Number(value.toFixed(1));
  return {
    runs: [],
    figures: [
      { name: 'a process that does nothing, median', value: round(bare), unit: 'ms' },
      ...Object.entries(costs).map(([name, cost]) => ({
        name: `import ${name}, more than that`,
        value: round(cost),
        unit: 'ms',
      })),
      {
        name: "import '@org/db' over what plain Prisma needs",
        value: Number((ours / plain).toFixed(2)),
        unit: '×',
      },
    ],
    promises: [
      {
        promise: "ms for import '@org/db'",
        where: `${times} fresh processes each`,
        value: Math.round(ours),
        atMost: 150,
      },
    ],
  };
}
