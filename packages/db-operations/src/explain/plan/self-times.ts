type Raw = Readonly<Record<string, unknown>>;

/** Of a node, in milliseconds. */
export interface Times {
  readonly totalMs: number;
  readonly selfMs: number;
}

/**
 * How long each node took by the clock, and how long without the nodes below it.
 *
 * EXPLAIN gives the average of a loop. Below a Gather, each process counts as a loop while all run side by side, so the sum is
 * divided by their number. The rows of a WITH query are made when the nodes that read them ask, so their time belongs to these.
 */
export function selfTimes(top: Raw): Map<Raw, Times> {
  const totals = new Map<Raw, number>();
  const ctes = new Map<string, { totalMs: number; readers: number }>();
  const measure = (raw: Raw, processes: number): void => {
    totals.set(raw, totalOf(raw, processes));
    const below = isGather(raw) ? number(raw['Workers Launched']) + 1 : processes;
    for (const child of plansOf(raw)) measure(child, below);
    const name = cteOf(raw);
    if (name !== undefined) ctes.set(name, { totalMs: totals.get(raw) ?? 0, readers: 0 });
  };
  measure(top, 1);
  for (const raw of totals.keys()) {
    const cte = ctes.get(String(raw['CTE Name']));
    if (raw['Node Type'] === 'CTE Scan' && cte !== undefined) cte.readers += 1;
  }
  const times = new Map<Raw, Times>();
  for (const [raw, totalMs] of totals) {
    if (typeof raw['Actual Total Time'] !== 'number') continue;
    let below = plansOf(raw)
      .filter((child) => cteOf(child) === undefined)
      .reduce((sum, child) => sum + (totals.get(child) ?? 0), 0);
    const cte = raw['Node Type'] === 'CTE Scan' ? ctes.get(String(raw['CTE Name'])) : undefined;
    if (cte !== undefined) below += cte.totalMs / Math.max(cte.readers, 1);
    times.set(raw, { totalMs, selfMs: Math.max(0, totalMs - below) });
  }
  return times;
}

function totalOf(raw: Raw, processes: number): number {
  const loops = number(raw['Actual Loops']);
  return (number(raw['Actual Total Time']) * loops) / Math.max(1, Math.min(processes, loops));
}

/** The name of the WITH query that a node is the root of. */
function cteOf(raw: Raw): string | undefined {
  const name = raw['Subplan Name'];
  return typeof name === 'string' && name.startsWith('CTE ') ? name.slice(4) : undefined;
}

function isGather(raw: Raw): boolean {
  return raw['Node Type'] === 'Gather' || raw['Node Type'] === 'Gather Merge';
}

function plansOf(raw: Raw): readonly Raw[] {
  return (raw.Plans ?? []) as Raw[];
}

function number(value: unknown): number {
  return typeof value === 'number' ? value : 0;
}
