import type { Promised, Ratio } from '../../report.ts';
import { CASES, type Kind } from './cases.ts';
import { PLAIN, USUAL } from './peers.ts';

/** What is promised of the tenant client, set against what was measured. */
export function promisesOf(ratios: readonly Ratio[]): Promised[] {
  return ratios.flatMap((ratio) => {
    const where = `${ratio.case}, ${ratio.callers} callers, ${ratio.rtt_ms} ms`;
    const kind = CASES[ratio.case]?.kind;
    if (kind === undefined) return [];
    if (ratio.peer === PLAIN) return againstPlain(kind, ratio, where);
    if (ratio.peer === USUAL && kind !== 'transaction') {
      return [{ promise: 'throughput of the usual pattern', where, value: ratio.throughput, atLeast: 3 }];
    }
    return [];
  });
}

function againstPlain(kind: Kind, { throughput, latency }: Ratio, where: string): Promised[] {
  const latencies = { promise: `latency of ${PLAIN}`, where, value: latency, atMost: 1.05 };
  if (kind === 'transaction') return [latencies];
  return [{ promise: `throughput of ${PLAIN}`, where, value: throughput, atLeast: 0.95 }, latencies];
}
