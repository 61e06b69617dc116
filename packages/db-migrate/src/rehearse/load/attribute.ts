import type { BlockedProbes, RehearsedStatement } from '../report.ts';
import type { Incident } from './probe.ts';

/** A statement with its time on `performance.now`'s clock. */
export interface Attribution {
  readonly statement: Omit<RehearsedStatement, 'blocked'>;
  readonly from: number;
  readonly until: number;
}

interface Span {
  readonly from: number;
  readonly until: number;
}

/** Locks that keep writers waiting; readers wait for the last one only. */
const BLOCKS_WRITES = new Set(['ShareLock', 'ShareRowExclusiveLock', 'ExclusiveLock', 'AccessExclusiveLock']);
/** The two clocks, that of the server and ours, agree within a few milliseconds. */
const TOLERANCE = 5;
/** A wait that is left after the rehearsal's own share was taken off; less is nobody's fault. */
const LEAST = 1;

/**
 * Gives each wait to the statement that took the lock, also where a later one of the same transaction let it last. What the
 * rehearsal's own looks added to a wait is taken off.
 */
export function attribute(
  seen: readonly Attribution[],
  incidents: readonly Incident[],
  own: readonly Span[],
  origin: number,
): RehearsedStatement[] {
  const blocked = new Map<Attribution, Map<string, BlockedProbes>>();
  for (const incident of incidents) {
    if (incident.refusal !== undefined) continue;
    const wait = incident.until - incident.at - own.reduce((sum, span) => sum + overlap(span, incident), 0);
    const culprit = culpritOf(seen, incident);
    if (culprit === undefined || wait < LEAST) continue;
    const { table, kind, at } = incident;
    const byTable = blocked.get(culprit) ?? new Map<string, BlockedProbes>();
    blocked.set(culprit, byTable);
    const known = byTable.get(`${table} ${kind}`) ?? { table, kind, longest: 0, waits: [] };
    byTable.set(`${table} ${kind}`, {
      ...known,
      longest: Math.max(known.longest, wait),
      waits: [...known.waits, { at: at - origin, wait }],
    });
  }
  return seen.map((one) => ({ ...one.statement, blocked: [...(blocked.get(one)?.values() ?? [])] }));
}

function culpritOf(seen: readonly Attribution[], { table, kind, at }: Incident): Attribution | undefined {
  const begun = seen.filter(({ from }) => from <= at + TOLERANCE);
  const taker = begun.findLast(({ statement: { locks, rowsChanged } }) => {
    const mode = locks[table];
    if (kind === 'read') return mode === 'AccessExclusiveLock';
    return (mode !== undefined && BLOCKS_WRITES.has(mode)) || (rowsChanged[table] ?? 0) > 0;
  });
  return taker ?? begun.at(-1);
}

function overlap(span: Span, { at, until }: Incident): number {
  return Math.max(0, Math.min(span.until, until) - Math.max(span.from, at));
}
