import { isKept, type Promised, type Report } from '../report.ts';

/** The report as tables of Markdown, which a terminal shows as well as a README. */
export function markdown(report: Report): string {
  return [
    `Measured on ${report.machine}.`,
    throughputs(report),
    ratios(report),
    figures(report),
    verdict(report.promises ?? []),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

/** Operations per second, a column for each peer: what stands in one line was measured in turns. */
function throughputs({ runs }: Report): string {
  const sections = groupBy(runs, (run) => [...peersOf(runs, run.case)].join());
  return [...sections.values()]
    .map((section) => {
      const peers = [...new Set(section.map(({ peer }) => peer))];
      const withPeak = section.some(({ peak_mb }) => peak_mb !== undefined);
      const rows = [...groupBy(section, contestOf).values()].map((contest) => {
        const first = contest[0] as (typeof contest)[0];
        const cells = peers.map((peer) => {
          const run = contest.find((each) => each.peer === peer);
          return run ? `${number(run.ops_per_s)} · ${number(run.p50_ms)} · ${number(run.p99_ms)}` : '–';
        });
        const peak = withPeak ? [String(first.peak_mb ?? '')] : [];
        return [first.case, String(first.callers), String(first.rtt_ms), ...cells, ...peak];
      });
      const head = ['operations/s · p50 ms · p99 ms', 'callers', 'rtt ms', ...peers];
      return table([[...head, ...(withPeak ? ['peak MB'] : [])], ...rows]);
    })
    .join('\n\n');
}

function ratios({ ratios: all }: Report): string {
  if (all.length === 0) return '';
  const sections = groupBy(all, (ratio) =>
    [...new Set(all.filter((each) => each.case === ratio.case).map(({ peer }) => peer))].join(),
  );
  return [...sections.values()]
    .map((section) => {
      const peers = [...new Set(section.map(({ peer }) => peer))];
      const rows = [...groupBy(section, contestOf).values()].map((contest) => {
        const first = contest[0] as (typeof contest)[0];
        const cells = peers.map((peer) => {
          const ratio = contest.find((each) => each.peer === peer);
          return ratio ? `${ratio.throughput.toFixed(2)} · ${ratio.latency.toFixed(2)}` : '–';
        });
        return [first.case, String(first.callers), String(first.rtt_ms), ...cells];
      });
      const head = ['ours over: throughput · p50', 'callers', 'rtt ms', ...peers];
      return table([head, ...rows]);
    })
    .join('\n\n');
}

function figures({ figures: all = [] }: Report): string {
  if (all.length === 0) return '';
  return table([
    ['figure', 'value'],
    ...all.map(({ name, value, unit }) => [name, `${number(value)} ${unit}`]),
  ]);
}

/** How many of the promises are kept, and each that is not. */
function verdict(promises: readonly Promised[]): string {
  if (promises.length === 0) return '';
  const broken = promises.filter((each) => !isKept(each));
  const kinds = groupBy(promises, (each) => `${each.promise}, ${bound(each)}`);
  const rows = [...kinds].map(([promise, each]) => {
    const values = each.map(({ value }) => value);
    const kept = each.filter(isKept).length;
    return [
      promise,
      `${kept} of ${each.length}`,
      `${number(Math.min(...values))} to ${number(Math.max(...values))}`,
    ];
  });
  const list = broken.map(
    (each) => `- ${each.where}: ${each.promise} ${each.value}, promised ${bound(each)}`,
  );
  const summary = broken.length === 0 ? 'All promises are kept.' : `Not kept:\n\n${list.join('\n')}`;
  return `${table([['promise', 'kept', 'measured'], ...rows])}\n\n${summary}`;
}

function bound({ atLeast, atMost }: Promised): string {
  return atLeast === undefined ? `at most ${atMost}` : `at least ${atLeast}`;
}

interface InContest {
  readonly case: string;
  readonly callers: number;
  readonly rtt_ms: number;
}

function contestOf(run: InContest): string {
  return `${run.case}/${run.callers}/${run.rtt_ms}`;
}

function peersOf(runs: Report['runs'], name: string): Set<string> {
  return new Set(runs.filter((run) => run.case === name).map(({ peer }) => peer));
}

/** Large numbers without decimals, small ones with three digits that count. */
function number(value: number): string {
  if (value >= 100) return Math.round(value).toLocaleString('en');
  return String(Number(value.toPrecision(3)));
}

function groupBy<T>(items: readonly T[], key: (item: T) => string): Map<string, T[]> {
  return Map.groupBy(items, key);
}

function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(3, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (row: readonly string[]) =>
    `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  const [head = [], ...body] = rows;
  return [line(head), `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`, ...body.map(line)].join(
    '\n',
  );
}
