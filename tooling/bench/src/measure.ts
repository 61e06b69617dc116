import { performance } from 'node:perf_hooks';

/** One way of doing the case's work; called over and over by each caller, with the number of the call. */
export type Operation = (call: number) => Promise<unknown>;

/** One of those that are compared. */
export interface Peer {
  readonly operation: Operation;
  /** Called before each of its turns, which does not count it. */
  readonly before?: () => Promise<unknown>;
  /** Takes part in every n-th round only: where an estimate is enough. Every one by default. */
  readonly everyNth?: number;
}

/** What a peer reached in one turn. */
export interface Turn {
  readonly round: number;
  readonly ops_per_s: number;
  readonly p50_ms: number;
}

/** What a peer reached in a case: one row of the JSON file. */
export interface Run {
  case: string;
  peer: string;
  callers: number;
  rtt_ms: number;
  /** Median of the turns. */
  ops_per_s: number;
  p50_ms: number;
  p99_ms: number;
  /** Peak memory in megabytes, where the bench is about it. */
  peak_mb?: number;
  turns?: readonly Turn[];
}

export interface Contest {
  case: string;
  callers: number;
  rttMs: number;
  /** By name; all of them are measured, in turns. */
  peers: Readonly<Record<string, Peer>>;
  /** Milliseconds each peer works in a turn. */
  turnMs: number;
  rounds: number;
}

/**
 * Measures peers against each other: they take turns, so that the noise of a shared machine falls on all of them. The
 * order changes from round to round, and a first turn of each warms up and does not count.
 */
export async function contest(options: Contest): Promise<Run[]> {
  const entrants = Object.entries(options.peers).map(([name, peer]) => ({
    name,
    peer,
    latencies: [] as number[],
    turns: [] as Turn[],
  }));
  const work = async ({ peer }: { peer: Peer }) => {
    await peer.before?.();
    return await turn(peer.operation, options.callers, options.turnMs);
  };
  for (const entrant of entrants) await work(entrant);
  for (let round = 0; round < options.rounds; round += 1) {
    const taking = entrants.filter(({ peer }) => round % (peer.everyNth ?? 1) === 0);
    for (const entrant of round % 2 === 0 ? taking : taking.toReversed()) {
      const { latencies, elapsed } = await work(entrant);
      entrant.latencies.push(...latencies);
      entrant.turns.push({
        round,
        ops_per_s: round1(latencies.length / (elapsed / 1000)),
        p50_ms: round3(percentile(latencies, 0.5)),
      });
    }
  }
  return entrants.map(({ name, latencies, turns }) => ({
    case: options.case,
    peer: name,
    callers: options.callers,
    rtt_ms: options.rttMs,
    ops_per_s: round1(median(turns.map((each) => each.ops_per_s))),
    p50_ms: round3(percentile(latencies, 0.5)),
    p99_ms: round3(percentile(latencies, 0.99)),
    turns,
  }));
}

async function turn(operation: Operation, callers: number, milliseconds: number) {
  const latencies: number[] = [];
  const start = performance.now();
  const end = start + milliseconds;
  let call = 0;
  const caller = async () => {
    while (performance.now() < end) {
      // Each call in a tick of its own, as requests come: callers that one answer wakes together would stay in step, and
      // Prisma would merge their look-ups.
      await new Promise(setImmediate);
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

/** The middle value, or the mean of the two; 0 without samples. */
export function median(samples: readonly number[]): number {
  const sorted = samples.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  return ((sorted[Math.ceil(middle) - 1] ?? 0) + (sorted[Math.floor(middle)] ?? 0)) / 2;
}

function round1(value: number): number {
  return Number(value.toFixed(1));
}

function round3(value: number): number {
  return Number(value.toFixed(3));
}
