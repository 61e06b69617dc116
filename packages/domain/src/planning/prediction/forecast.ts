import type { PredictedEvent } from './events.ts';
import { type Interval, type Simulation, type State, simulate } from './simulate.ts';

/** Names the model in what it predicts; another version may predict otherwise. */
export const MODEL = { name: 'interval-bootstrap', version: '1.0.0' } as const;

/** What would make a prediction more or less likely. */
interface WhatIf {
  readonly name: string;
  readonly advice: string;
  change(interval: Interval, mean: Interval): Interval;
  detail(mean: Interval): string;
}

const WHAT_IFS: readonly WhatIf[] = [
  {
    name: 'Scope growth',
    advice: 'Freeze the scope: what comes in replaces something else.',
    change: (interval) => ({ ...interval, added: Math.min(0, interval.added) }),
    detail: (mean) => `${round(mean.added * 7)} items come in each week; with none`,
  },
  {
    name: 'Pace',
    advice: 'Raise the pace: add people to the work that others wait for, or take items out.',
    change: (interval) => ({ ...interval, completed: interval.completed * 1.25 }),
    detail: (mean) => `${round(mean.completed * 7)} items are completed each week; with a quarter more`,
  },
  {
    name: 'Spending',
    advice: 'Cut the running costs before the budget is used up.',
    change: (interval) => ({ ...interval, spent: interval.spent * 0.8 }),
    detail: (mean) => `${round(mean.spent * 7)} are spent each week; with a fifth less`,
  },
  {
    name: 'Defects',
    advice: 'Mend defects before new work is begun.',
    change: (interval) => ({ ...interval, defects: Math.min(0, interval.defects) }),
    detail: (mean) => `${round(mean.defects * 7)} more defects are open each week; with none more`,
  },
  {
    name: 'Uneven weeks',
    advice: 'Even out the weeks: limit work in progress.',
    change: (interval, mean) => ({
      days: interval.days,
      completed: mean.completed * interval.days,
      added: mean.added * interval.days,
      spent: mean.spent * interval.days,
      defects: mean.defects * interval.days,
    }),
    detail: () => 'The weeks differ from each other; if all were alike',
  },
];

/** From this probability on, something should be done about it. */
const LIKELY = 0.5;
/** A change of the probability that is not worth a mention: what chance does to it. */
const NOISE = 0.02;

export interface Forecast {
  readonly probability: number;
  readonly factors: { readonly name: string; readonly detail: string; readonly weight: number }[];
  readonly recommendedActions: string[];
}

/**
 * How likely an event is, and why.
 *
 * The probability is the share of simulated runs (`simulate`) in which it happens, by Laplace's rule of succession
 * (hits + 1) ÷ (runs + 2): nothing is certain because a simulation did not see it. A factor is a what-if: the same runs with one thing
 * changed; its weight is its part in the sum of all changes of the probability. What lowers a likely event is advised.
 */
export function forecast(simulation: Simulation, event: PredictedEvent): Forecast {
  const probability = probabilityOf(simulate(simulation), event);
  const mean = meanPerDay(simulation.intervals);
  const effects = WHAT_IFS.map((whatIf) => {
    const intervals = simulation.intervals.map((interval) => whatIf.change(interval, mean));
    return { whatIf, changed: probabilityOf(simulate({ ...simulation, intervals }), event) };
  })
    .filter(({ changed }) => Math.abs(changed - probability) >= NOISE)
    .sort((one, other) => Math.abs(other.changed - probability) - Math.abs(one.changed - probability));
  const all = effects.reduce((sum, { changed }) => sum + Math.abs(changed - probability), 0);
  return {
    probability,
    factors: effects.map(({ whatIf, changed }) => ({
      name: whatIf.name,
      detail: `${whatIf.detail(mean)} the probability would be ${changed.toFixed(2)}.`,
      weight: Math.abs(changed - probability) / all,
    })),
    recommendedActions: effects
      .filter(({ changed }) => probability >= LIKELY && changed < probability)
      .map(({ whatIf }) => whatIf.advice),
  };
}

function probabilityOf(states: readonly State[], event: PredictedEvent): number {
  return (states.filter((state) => event.happened(state)).length + 1) / (states.length + 2);
}

function meanPerDay(intervals: readonly Interval[]): Interval {
  const sum = (value: (one: Interval) => number) => intervals.reduce((total, one) => total + value(one), 0);
  const days = sum((one) => one.days);
  return {
    days: 1,
    completed: sum((one) => one.completed) / days,
    added: sum((one) => one.added) / days,
    spent: sum((one) => one.spent) / days,
    defects: sum((one) => one.defects) / days,
  };
}

function round(value: number): string {
  return String(Math.round(value * 10) / 10);
}
