import type { GapSeverity } from '../views/gap.ts';

/** From which shortfall on, as a share of the target, a gap has a severity; below the last it is none. */
const THRESHOLDS: readonly (readonly [number, GapSeverity])[] = [
  [0.5, 'CRITICAL'],
  [0.25, 'HIGH'],
  [0.1, 'MEDIUM'],
  [0.05, 'LOW'],
];

/** How grave a shortfall is: CRITICAL from 50 % of the target, HIGH from 25 %, MEDIUM from 10 %, LOW from 5 %. */
export function rateShortfall(shortfall: number): GapSeverity | undefined {
  return THRESHOLDS.find(([least]) => shortfall >= least)?.[1];
}

const RANKS: readonly GapSeverity[] = ['LOW', 'MEDIUM', 'HIGH', 'CRITICAL'];

/** Whether one severity is graver than another. */
export function isGraver(one: GapSeverity, other: GapSeverity): boolean {
  return RANKS.indexOf(one) > RANKS.indexOf(other);
}
