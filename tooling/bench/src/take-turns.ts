import { performance } from 'node:perf_hooks';
import { percentile, type Run } from './measure.ts';

/** Prepares, which is not measured, and gives the work that is. */
export type TurnPeer = () => Promise<() => Promise<unknown>>;

/** Like `contest`, for work that takes seconds and needs a fresh start each time. */
export async function takeTurns(
  name: string,
  rounds: number,
  peers: Record<string, TurnPeer>,
): Promise<Run[]> {
  const times = new Map<string, number[]>(Object.keys(peers).map((peer) => [peer, []]));
  // The first round warms up; a single one has to count.
  for (let round = rounds === 1 ? 1 : 0; round <= rounds; round += 1) {
    const order = Object.entries(peers);
    for (const [peer, prepare] of round % 2 === 0 ? order : order.toReversed()) {
      const work = await prepare();
      const start = performance.now();
      await work();
      if (round > 0) times.get(peer)?.push(performance.now() - start);
    }
  }
  return [...times].map(([peer, samples]) => ({
    case: name,
    peer,
    callers: 1,
    rtt_ms: 0,
    ops_per_s: Number(((samples.length * 1000) / samples.reduce((sum, ms) => sum + ms, 0)).toFixed(4)),
    p50_ms: Number(percentile(samples, 0.5).toFixed(1)),
    p99_ms: Number(percentile(samples, 0.99).toFixed(1)),
  }));
}
