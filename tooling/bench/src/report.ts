import type { Run } from './measure.ts';

/** What `--json` writes. */
export interface Report {
  bench: string;
  runs: Run[];
  /** Throughput of ours over the peer's, keyed `<case> vs <peer> @<callers> callers, <rtt> ms`. */
  ratios: Record<string, number>;
}

/** Sets every run of `ours` against the other peers of the same case, callers and round trip. */
export function report(bench: string, runs: Run[], ours: string): Report {
  const ratios: Record<string, number> = {};
  for (const mine of runs.filter((run) => run.peer === ours)) {
    const peers = runs.filter(
      (run) =>
        run.peer !== ours &&
        run.case === mine.case &&
        run.callers === mine.callers &&
        run.rtt_ms === mine.rtt_ms,
    );
    for (const peer of peers) {
      const key = `${mine.case} vs ${peer.peer} @${mine.callers} callers, ${mine.rtt_ms} ms`;
      ratios[key] = Number((mine.ops_per_s / peer.ops_per_s).toFixed(3));
    }
  }
  return { bench, runs, ratios };
}

/** The report as two tables for a terminal. */
export function format({ runs, ratios }: Report): string {
  const withPeak = runs.some((run) => run.peak_mb !== undefined);
  const head = [
    ...['case', 'peer', 'callers', 'rtt ms', 'ops/s', 'p50 ms', 'p99 ms'],
    ...(withPeak ? ['peak MB'] : []),
  ];
  const body = runs.map((run) =>
    [
      ...[run.case, run.peer, run.callers, run.rtt_ms, run.ops_per_s, run.p50_ms, run.p99_ms],
      ...(withPeak ? [run.peak_mb ?? ''] : []),
    ].map(String),
  );
  const ratioRows = Object.entries(ratios).map(([key, value]) => [key, value.toFixed(2)]);
  return `${table([head, ...body])}\n\n${table([['throughput of ours over the peer’s', 'ratio'], ...ratioRows])}\n`;
}

function table(rows: string[][]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const line = (row: string[]) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd();
  return rows.map(line).join('\n');
}
