import { cpus, loadavg, totalmem } from 'node:os';
import { median, type Run, type Turn } from './measure.ts';

/** Ours against one peer, in one case. */
export interface Ratio {
  readonly case: string;
  readonly peer: string;
  readonly callers: number;
  readonly rtt_ms: number;
  /** Above 1, ours does more. */
  readonly throughput: number;
  /** Of the median; below 1, ours is faster. */
  readonly latency: number;
}

/** A single number, such as a size. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
}

/** What a benchmark found. */
export interface Findings {
  readonly runs: readonly Run[];
  readonly figures?: readonly Figure[];
  /** What is promised of these; all are shown, and `--check` fails when one is not kept. */
  readonly promises?: readonly Promised[];
  /** The peer whose throughput is 1 in a chart of the runs; none is drawn without. */
  readonly chart?: string;
}

/** A number that has to be at least, or at most, another. */
export interface Promised {
  readonly promise: string;
  readonly where: string;
  readonly value: number;
  readonly atLeast?: number;
  readonly atMost?: number;
}

/** What `--json` writes. */
export interface Report extends Findings {
  readonly bench: string;
  readonly machine: string;
  readonly ratios: readonly Ratio[];
}

export function report(bench: string, findings: Findings): Report {
  return { bench, machine: machine(), ratios: ratiosOf(findings.runs, 'ours'), ...findings };
}

/** Sets every run of `ours` against the other peers of the same case, callers and round trip. */
export function ratiosOf(runs: readonly Run[], ours: string): Ratio[] {
  return runs
    .filter(({ peer }) => peer === ours)
    .flatMap((mine) =>
      runs
        .filter((run) => run.peer !== ours && sameContest(run, mine))
        .map((peer) => ({
          case: mine.case,
          peer: peer.peer,
          callers: mine.callers,
          rtt_ms: mine.rtt_ms,
          throughput: paired(mine, peer, 'ops_per_s'),
          latency: paired(mine, peer, 'p50_ms'),
        })),
    );
}

export function isKept({ value, atLeast, atMost }: Promised): boolean {
  return value >= (atLeast ?? value) && value <= (atMost ?? value);
}

function sameContest(one: Run, other: Run): boolean {
  return one.case === other.case && one.callers === other.callers && one.rtt_ms === other.rtt_ms;
}

/** The median over the rounds of the ratio within a round: whoever shares the machine disturbs both of its turns. */
function paired(mine: Run, peer: Run, of: 'ops_per_s' | 'p50_ms'): number {
  const round = (turns: readonly Turn[] | undefined, number: number) =>
    turns?.find((turn) => turn.round === number)?.[of];
  const ratios = (mine.turns ?? []).flatMap((turn) => {
    const theirs = round(peer.turns, turn.round);
    return theirs ? [turn[of] / theirs] : [];
  });
  const ratio = ratios.length > 0 ? median(ratios) : mine[of] / peer[of];
  return Number(ratio.toFixed(3));
}

function machine(): string {
  const [first] = cpus();
  const gigabytes = Math.round(totalmem() / 2 ** 30);
  const load = (loadavg()[0] ?? 0).toFixed(1);
  return `${cpus().length} × ${first?.model.trim() || process.arch}, ${gigabytes} GB, Node ${process.versions.node}, load at the end ${load}`;
}
