import { performance } from 'node:perf_hooks';

/** One way of doing the case's work; called over and over by each caller, with the number of the call. */
export type Operation = (call: number) => Promise<unknown>;

/** What a peer reached in a case: one row of the JSON file. */
export interface Run {
  case: string;
  peer: string;
  callers: number;
  rtt_ms: number;
  ops_per_s: number;
  p50_ms: number;
  p99_ms: number;
  /** Peak memory in megabytes, where the bench is about it. */
  peak_mb?: number;
}

export interface Contest {
  case: string;
  callers: number;
  rttMs: number;
  /** Operation by peer's name; all of them are measured, in turns. */
  peers: Record<string, Operation>;
  /** Milliseconds each peer works in a turn. */
  turnMs: number;
  turns: number;
}

/**
 * Measures peers against each other: they take turns, so that the noise of a shared machine falls on all of them. The
 * order changes from turn to turn, and a first turn of each warms up and does not count.
 */
export async function contest(options: Contest): Promise<Run[]> {
  const peers = Object.entries(options.peers).map(([name, operation]) => ({
    name,
    operation,
    latencies: [] as number[],
    elapsed: 0,
  }));
  for (const peer of peers) await turn(peer.operation, options.callers, options.turnMs / 2);
  for (let round = 0; round < options.turns; round += 1) {
    const order = round % 2 === 0 ? peers : peers.toReversed();
    for (const peer of order) {
      const result = await turn(peer.operation, options.callers, options.turnMs);
      peer.latencies.push(...result.latencies);
      peer.elapsed += result.elapsed;
    }
  }
  return peers.map(({ name, latencies, elapsed }) => ({
    case: options.case,
    peer: name,
    callers: options.callers,
    rtt_ms: options.rttMs,
    ops_per_s: round((latencies.length / elapsed) * 1000, 1),
    p50_ms: round(percentile(latencies, 0.5), 3),
    p99_ms: round(percentile(latencies, 0.99), 3),
  }));
}

async function turn(operation: Operation, callers: number, milliseconds: number) {
  const latencies: number[] = [];
  const start = performance.now();
  const end = start + milliseconds;
  let call = 0;
  const caller = async () => {
    while (performance.now() < end) {
      const begun = performance.now();
      await operation(call++);
      latencies.push(performance.now() - begun);
    }
  };
  await Promise.all(Array.from({ length: callers }, caller));
  return { latencies, elapsed: performance.now() - start };
}

/** The value below which the given share of the samples lies; 0 without samples. */
export function percentile(samples: readonly number[], share: number): number {
  const sorted = samples.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
