import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { median, percentile } from '../../measure.ts';
import type { Figure, Promised } from '../../report.ts';
import type { Client } from './cases.ts';
import type { OurPeer } from './peers.ts';

const BLOCK = 1000;
const CALLERS = 10;

/**
 * Visits every tenant once, and compares the memory in use and the time of a query after the first thousand with those
 * after the last.
 */
export async function benchGrowth(
  { db }: OurPeer,
  tenants: readonly string[],
): Promise<{ figures: Figure[]; promises: Promised[] }> {
  setFlagsFromString('--expose-gc');
  const collectGarbage = runInNewContext('gc') as () => void;
  const heapAfter = async () => {
    // What waits for its turn in the event loop would count as kept.
    for (let i = 0; i < 3; i += 1) {
      await new Promise(setImmediate);
      collectGarbage();
    }
    return process.memoryUsage().heapUsed / 2 ** 20;
  };
  const blocks: { heap: number; p50: number }[] = [];
  for (let start = 0; start < tenants.length; start += BLOCK) {
    const latencies = await visit(tenants.slice(start, start + BLOCK), (tenantId) =>
      (db.forTenant({ tenantId }) as unknown as Client).product.findFirst({ where: { code: 'P1' } }),
    );
    blocks.push({ heap: await heapAfter(), p50: percentile(latencies, 0.5) });
  }
  const [first, last] = [blocks[0], blocks.at(-1)];
  if (!first || !last) return { figures: [], promises: [] };
  const middle = median(blocks.map(({ p50 }) => p50));
  const of = (when: string, { heap, p50 }: typeof first): Figure[] => [
    { name: `heap after ${when}`, value: round(heap), unit: 'MB' },
    { name: `median latency of ${when}`, value: round(p50), unit: 'ms' },
  ];
  const where = `${tenants.length.toLocaleString('en')} tenants in turn`;
  return {
    figures: [
      ...of('the first 1,000 tenants', first),
      ...of(`the last 1,000 of ${tenants.length.toLocaleString('en')}`, last),
      { name: 'median latency over all thousands', value: round(middle), unit: 'ms' },
    ],
    promises: [
      {
        promise: 'heap of the last thousand over the first',
        where,
        value: round(last.heap / first.heap),
        atMost: 1.05,
      },
      // Halves, because one thousand is over in half a second, in which a shared machine may do anything.
      { promise: 'latency of the second half over the first', where, value: halves(blocks), atMost: 1.1 },
    ],
  };
}

async function visit(
  tenants: readonly string[],
  query: (tenantId: string) => Promise<unknown>,
): Promise<number[]> {
  const latencies: number[] = [];
  let next = 0;
  const caller = async () => {
    for (let tenant = tenants[next++]; tenant !== undefined; tenant = tenants[next++]) {
      const start = performance.now();
      if ((await query(tenant)) === null) throw new Error('A tenant does not see its own row.');
      latencies.push(performance.now() - start);
    }
  };
  await Promise.all(Array.from({ length: CALLERS }, caller));
  return latencies;
}

function halves(blocks: readonly { p50: number }[]): number {
  const half = Math.ceil(blocks.length / 2);
  const p50 = (part: typeof blocks) => median(part.map((block) => block.p50));
  return round(p50(blocks.slice(-half)) / p50(blocks.slice(0, half)));
}

function round(value: number): number {
  return Number(value.toFixed(3));
}
