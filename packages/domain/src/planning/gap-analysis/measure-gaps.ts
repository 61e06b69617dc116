import { daysBetween, type Observation } from '../read-history.ts';
import type { GapType } from '../views/gap.ts';
import type { ProjectMetric } from '../views/snapshot.ts';
import type { DriverName } from './drivers.ts';

/** What a project aims at. */
export interface Aims {
  readonly startsOn: string;
  readonly dueOn: string;
  readonly budget: number | null;
  readonly currency: string | null;
  readonly targets: Partial<Readonly<Record<ProjectMetric, number>>>;
}

/** A distance between what is and what should be; not above 0 where there is none. */
export interface Distance {
  /** As a share of the target. */
  readonly shortfall: number;
  readonly current: string;
  readonly target: string;
  readonly impact: string;
}

interface Metric {
  readonly type: GapType;
  readonly metric: ProjectMetric;
  readonly better: 'more' | 'less';
  readonly value: (one: Observation) => number | null;
  readonly unit: string;
  readonly impact: string;
}

const METRICS: readonly Metric[] = [
  {
    type: 'resource',
    metric: 'team_size',
    better: 'more',
    value: (one) => one.teamSize,
    unit: 'full-time equivalents',
    impact: 'Work waits for people.',
  },
  {
    type: 'skill',
    metric: 'skill_coverage',
    better: 'more',
    value: (one) => one.skillCoverage,
    unit: '% of the needed skills',
    impact: 'Work waits for those who can do it, or is done again.',
  },
  {
    type: 'process',
    metric: 'cycle_time',
    better: 'less',
    value: (one) => one.cycleTime,
    unit: 'days an item',
    impact: 'Results come later, and so does what is learned from them.',
  },
  {
    type: 'communication',
    metric: 'response_time',
    better: 'less',
    value: (one) => one.responseTime,
    unit: 'days to an answer',
    impact: 'Work is done on guesses, and done again.',
  },
  {
    type: 'technology',
    metric: 'availability',
    better: 'more',
    value: (one) => one.availability,
    unit: '% available',
    impact: 'Time is lost to tools that fail.',
  },
  {
    type: 'culture',
    metric: 'morale',
    better: 'more',
    value: (one) => one.morale,
    unit: 'of 100',
    impact: 'People do less than they could, and leave.',
  },
  {
    type: 'quality',
    metric: 'open_defects',
    better: 'less',
    value: (one) => one.openDefects,
    unit: 'open defects',
    impact: 'What is done has to be done again.',
  },
  {
    type: 'governance',
    metric: 'decision_delay',
    better: 'less',
    value: (one) => one.decisionDelay,
    unit: 'days to a decision',
    impact: 'Work stands still, or goes the wrong way.',
  },
];

/** Which drivers may stand behind a gap of a type. */
export const DRIVERS_OF: Readonly<Record<GapType, readonly DriverName[]>> = {
  timeline: ['throughput', 'scope', 'teamSize', 'cycleTime', 'responseTime', 'decisionDelay'],
  budget: ['costPerItem', 'scope', 'throughput', 'openDefects'],
  resource: ['teamSize', 'morale'],
  skill: ['skillCoverage', 'teamSize'],
  process: ['cycleTime', 'openDefects', 'responseTime'],
  communication: ['responseTime', 'decisionDelay'],
  technology: ['availability'],
  culture: ['morale', 'teamSize'],
  quality: ['openDefects', 'skillCoverage', 'morale', 'teamSize'],
  governance: ['decisionDelay', 'responseTime'],
};

/**
 * How far a project is from its aims at one snapshot, by type of gap; types without an aim or a measure are left out.
 *
 * Timeline and budget are those of earned value management (ANSI/EIA-748; PMI, Practice Standard for Earned Value
 * Management): the schedule performance index is work done ÷ work planned by then, the plan being a straight line from
 * start to due date; the cost performance index is budget of the work done ÷ its cost. The shortfall is 1 − SPI, and
 * 1 ÷ CPI − 1. The others compare a metric with its target.
 */
export function measureGaps(now: Observation, aims: Aims): Map<GapType, Distance> {
  const found = new Map<GapType, Distance>();
  const timeline = measureTimeline(now, aims);
  if (timeline) found.set('timeline', timeline);
  const budget = measureBudget(now, aims);
  if (budget) found.set('budget', budget);
  for (const { type, metric, better, value, unit, impact } of METRICS) {
    const target = aims.targets[metric];
    const current = value(now);
    if (target === undefined || current === null) continue;
    const missing = better === 'more' ? target - current : current - target;
    // Against a target of 0, such as no defects, each unit counts as a whole.
    const shortfall = missing / Math.max(target, target === 0 ? 1 : 0.01);
    const bound = better === 'more' ? 'at least' : 'at most';
    found.set(type, {
      shortfall,
      current: `${current} ${unit}`,
      target: `${bound} ${target} ${unit}`,
      impact,
    });
  }
  return found;
}

function measureTimeline(now: Observation, { startsOn, dueOn }: Aims): Distance | undefined {
  if (now.totalItems === 0) return undefined;
  const length = daysBetween(startsOn, dueOn);
  const passed = daysBetween(startsOn, now.takenOn);
  const planned = length === 0 ? Number(passed >= 0) : Math.min(1, Math.max(0, passed / length));
  if (planned === 0) return undefined;
  const done = now.completedItems / now.totalItems;
  const spi = done / planned;
  const late = spi > 0 ? Math.round(Math.max(length, 1) / spi - length) : undefined;
  return {
    shortfall: 1 - spi,
    current: `${percent(done)} done`,
    target: `${percent(planned)} done by ${now.takenOn}`,
    impact:
      late === undefined
        ? 'Nothing is done yet: an end is not in sight.'
        : `At this pace it ends about ${Math.max(0, late)} days after ${dueOn}.`,
  };
}

function measureBudget(now: Observation, { budget, currency }: Aims): Distance | undefined {
  if (budget === null || budget === 0 || now.totalItems === 0) return undefined;
  const earned = (now.completedItems / now.totalItems) * budget;
  if (earned === 0) return undefined;
  const overrun = now.spent / earned - 1;
  const atEnd = budget * (1 + overrun);
  return {
    shortfall: overrun,
    current: `${now.spent.toFixed(2)} ${currency} spent`,
    target: `${earned.toFixed(2)} ${currency} for the work that is done`,
    impact: `At this cost the whole takes ${atEnd.toFixed(2)} ${currency} of ${budget.toFixed(2)} ${currency}.`,
  };
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}
