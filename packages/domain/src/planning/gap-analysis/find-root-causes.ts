import type { Observation } from '../read-history.ts';
import type { GapType } from '../views/gap.ts';
import { DRIVERS, type Driver } from './drivers.ts';
import { type Aims, DRIVERS_OF, measureGaps } from './measure-gaps.ts';
import { rateShortfall } from './rate-shortfall.ts';
import { fitTrend } from './trend.ts';

export interface RootCause {
  readonly description: string;
  readonly evidence: string;
  /** 0 to 1. */
  readonly confidence: number;
  readonly remedy: string;
}

/** A line that fits worse than this shows no change. */
const LEAST_CONFIDENCE = 0.3;

/**
 * Why a project has a gap, the surest cause first.
 *
 * A driver that may stand behind a gap of this type is a cause if it has changed for the worse along a line that fits
 * (`fitTrend`): the confidence is that of the line, the evidence its numbers. This shows what went together, not that one
 * made the other. Where nothing has changed, the cause is that the gap was there from the beginning; the confidence is
 * the share of snapshots that show it.
 */
export function findRootCauses(type: GapType, history: readonly Observation[], aims: Aims): RootCause[] {
  const causes = DRIVERS_OF[type].flatMap((name) => causeBy(DRIVERS[name], history));
  causes.sort((one, other) => other.confidence - one.confidence);
  return causes.length > 0 ? causes : [fromTheBeginning(type, history, aims)];
}

function causeBy(driver: Driver, history: readonly Observation[]): RootCause[] {
  const trend = fitTrend(driver.series(history));
  if (!trend || trend.confidence < LEAST_CONFIDENCE) return [];
  const harmful = driver.harm === 'rising' ? trend.slope > 0 : trend.slope < 0;
  if (!harmful) return [];
  const { first, last, slope, count, confidence } = trend;
  return [
    {
      description: driver.description,
      evidence:
        `From ${short(first)} to ${short(last)} ${driver.unit} over ${count} values, ` +
        `${slope > 0 ? '+' : ''}${short(slope)} each week; adjusted R² ${confidence.toFixed(2)}.`,
      confidence,
      remedy: driver.remedy,
    },
  ];
}

function fromTheBeginning(type: GapType, history: readonly Observation[], aims: Aims): RootCause {
  const distances = history.flatMap((one) => measureGaps(one, aims).get(type) ?? []);
  const short = distances.filter(({ shortfall }) => rateShortfall(shortfall) !== undefined).length;
  const driver = DRIVERS_OF[type][0];
  return {
    description: 'The plan asks for more than has been there from the beginning',
    evidence: `The gap shows in ${short} of ${distances.length} snapshots, and nothing that may stand behind it has changed.`,
    confidence: distances.length === 0 ? 0 : short / distances.length,
    remedy: driver === undefined ? 'Set the target anew' : DRIVERS[driver].remedy,
  };
}

function short(value: number): string {
  return String(Math.round(value * 100) / 100);
}
