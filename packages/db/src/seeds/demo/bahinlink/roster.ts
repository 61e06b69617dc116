import { AGENTS } from './people.ts';
import { SITES } from './sites.ts';

/** A shift of the demo, by its place in the lists of sites and agents. */
export interface RosterShift {
  /** From the day of the seeding: -8 to -2 are done, 1 to 7 are planned. */
  readonly day: number;
  readonly site: number;
  /** Hours after midnight UTC. */
  readonly startHour: number;
  /** Null: nobody has it yet. */
  readonly agent: number | null;
  /** What happened on it, or nothing yet. */
  readonly outcome: 'DONE' | 'DONE_OUTSIDE' | 'MISSED' | 'OPEN';
}

const LENGTH_HOURS = 8;
const DAYS = [-8, -7, -6, -5, -4, -3, -2, 1, 2, 3, 4, 5, 6, 7];
const SLOTS = [12, 20];

/** Hours of every shift. */
export const SHIFT_HOURS = LENGTH_HOURS;

/**
 * Two weeks with two shifts a day at each site, given to the agents in turn: everybody works two days of three. One did
 * not come, one clocked in outside of the geofence, and the last day's night shifts have nobody yet.
 */
export const ROSTER: readonly RosterShift[] = DAYS.flatMap((day, dayIndex) =>
  SITES.flatMap((_, site) =>
    SLOTS.map((startHour, slot): RosterShift => {
      const place = dayIndex * SITES.length * SLOTS.length + site * SLOTS.length + slot;
      const isUnassigned = day === 7 && slot === 1;
      const outcome = day > 0 ? 'OPEN' : place === 3 ? 'MISSED' : place === 18 ? 'DONE_OUTSIDE' : 'DONE';
      return { day, site, startHour, agent: isUnassigned ? null : place % AGENTS.length, outcome };
    }),
  ),
);
