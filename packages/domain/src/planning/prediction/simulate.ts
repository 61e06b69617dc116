import { daysBetween, type Observation } from '../read-history.ts';
import { createRandom } from './random.ts';

/** What changed from one snapshot to the next. */
export interface Interval {
  readonly days: number;
  readonly completed: number;
  readonly added: number;
  readonly spent: number;
  readonly defects: number;
}

/** Where a project stands, or ends up. */
export interface State {
  readonly completed: number;
  readonly total: number;
  readonly spent: number;
  readonly defects: number;
}

export interface Simulation {
  readonly from: State;
  readonly intervals: readonly Interval[];
  readonly days: number;
  readonly seed: number;
  readonly runs?: number;
}

/** Enough that chance moves a probability by a percentage point or so. */
const RUNS = 4_000;

/** The changes that a history shows. */
export function intervalsOf(history: readonly Observation[]): Interval[] {
  return history.flatMap((one, index) => {
    const before = history[index - 1];
    if (!before) return [];
    return [
      {
        days: daysBetween(before.takenOn, one.takenOn),
        completed: one.completedItems - before.completedItems,
        added: one.totalItems - before.totalItems,
        spent: one.spent - before.spent,
        defects: one.openDefects - before.openDefects,
      },
    ];
  });
}

/** The state that an observation shows. */
export function stateOf({ completedItems, totalItems, spent, openDefects }: Observation): State {
  return { completed: completedItems, total: totalItems, spent, defects: openDefects };
}

/**
 * Where a project may end up after a number of days: a Monte Carlo simulation that draws from what has happened, whole
 * intervals with replacement, so that what happens together stays together (the bootstrap of B. Efron, Annals of
 * Statistics 7, 1979; on throughput: D. Vacanti, Actionable Agile Metrics for Predictability, 2015). The last interval of
 * a run counts by the share of it that fits.
 *
 * A project that is complete stays so: nothing is added, spent or broken any more.
 *
 * @returns one end state for each run, the same ones for the same input
 */
export function simulate({ from, intervals, days, seed, runs = RUNS }: Simulation): State[] {
  const random = createRandom(seed);
  return Array.from({ length: runs }, () => {
    let state = from;
    let left = days;
    while (left > 0 && state.completed < state.total) {
      const interval = intervals[Math.floor(random() * intervals.length)];
      if (!interval) break;
      state = advance(state, interval, Math.min(1, left / interval.days));
      left -= interval.days;
    }
    return state;
  });
}

function advance(state: State, interval: Interval, share: number): State {
  const total = Math.max(0, state.total + interval.added * share);
  return {
    total,
    completed: Math.min(total, Math.max(0, state.completed + interval.completed * share)),
    spent: Math.max(0, state.spent + interval.spent * share),
    defects: Math.max(0, state.defects + interval.defects * share),
  };
}
