import { daysBetween, type Observation } from '../read-history.ts';
import type { Point } from './trend.ts';

/** What may stand behind a gap: a series whose change in one direction does harm. */
export interface Driver {
  /** What has happened if it is the cause. */
  readonly description: string;
  readonly unit: string;
  readonly harm: 'rising' | 'falling';
  readonly remedy: string;
  series(history: readonly Observation[]): Point[];
}

const level =
  (value: (one: Observation) => number | null) =>
  (history: readonly Observation[]): Point[] =>
    history.flatMap((one) => {
      const found = value(one);
      return found === null ? [] : [{ day: dayOf(history, one), value: found }];
    });

/** Change from snapshot to snapshot, per week. */
const perWeek = (value: (one: Observation) => number) => (history: readonly Observation[]) =>
  steps(history, (one, before, days) => ((value(one) - value(before)) / days) * 7);

function steps(
  history: readonly Observation[],
  value: (one: Observation, before: Observation, days: number) => number | null,
): Point[] {
  return history.flatMap((one, index) => {
    const before = history[index - 1];
    if (!before) return [];
    const found = value(one, before, daysBetween(before.takenOn, one.takenOn));
    return found === null ? [] : [{ day: dayOf(history, one), value: found }];
  });
}

function dayOf(history: readonly Observation[], one: Observation): number {
  return daysBetween(history[0]?.takenOn ?? one.takenOn, one.takenOn);
}

/** Everything that is looked at, by name. */
export const DRIVERS = {
  throughput: {
    description: 'Fewer items are completed each week',
    unit: 'items a week',
    harm: 'falling',
    remedy: 'Limit work in progress, and free the team of what delays it',
    series: perWeek((one) => one.completedItems),
  },
  scope: {
    description: 'The scope has grown',
    unit: 'items',
    harm: 'rising',
    remedy: 'Agree on a change control: what comes in replaces something else',
    series: level((one) => one.totalItems),
  },
  costPerItem: {
    description: 'An item costs more than before',
    unit: 'per item',
    harm: 'rising',
    remedy: 'Review rates and rework, and move what costs most to the end',
    series: (history) =>
      steps(history, (one, before) => {
        const items = one.completedItems - before.completedItems;
        return items > 0 ? (one.spent - before.spent) / items : null;
      }),
  },
  teamSize: {
    description: 'The team has become smaller',
    unit: 'full-time equivalents',
    harm: 'falling',
    remedy: 'Fill the open positions, or take work out of the plan',
    series: level((one) => one.teamSize),
  },
  skillCoverage: {
    description: 'Skills that are needed have left the team',
    unit: 'percent of the needed skills',
    harm: 'falling',
    remedy: 'Train for the missing skills, or bring them in',
    series: level((one) => one.skillCoverage),
  },
  cycleTime: {
    description: 'An item takes longer from start to end',
    unit: 'days',
    harm: 'rising',
    remedy: 'Cut items smaller, and end what was begun before something new is begun',
    series: level((one) => one.cycleTime),
  },
  responseTime: {
    description: 'Questions to stakeholders are answered later',
    unit: 'days',
    harm: 'rising',
    remedy: 'Agree on a weekly meeting with the stakeholders of high influence',
    series: level((one) => one.responseTime),
  },
  decisionDelay: {
    description: 'Decisions are waited for longer',
    unit: 'days',
    harm: 'rising',
    remedy: 'Name who decides what, and by when',
    series: level((one) => one.decisionDelay),
  },
  availability: {
    description: 'The tools of the project fail more often',
    unit: 'percent of the time',
    harm: 'falling',
    remedy: 'Repair or replace the tools that fail most',
    series: level((one) => one.availability),
  },
  morale: {
    description: 'The team rates its own mood lower',
    unit: 'of 100',
    harm: 'falling',
    remedy: 'Hold a retrospective, and act on its first result',
    series: level((one) => one.morale),
  },
  openDefects: {
    description: 'Defects come in faster than they are mended',
    unit: 'open defects',
    harm: 'rising',
    remedy: 'Mend defects before new work is begun',
    series: level((one) => one.openDefects),
  },
} as const satisfies Readonly<Record<string, Driver>>;

export type DriverName = keyof typeof DRIVERS;
