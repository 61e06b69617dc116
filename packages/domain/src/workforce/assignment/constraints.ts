import { addDays, type CalendarDate, calendarDateIn, toDateColumn } from '../../shared/calendar-date.ts';
import { distanceBetween } from '../places/distance.ts';
import type { Candidate, Period, ShiftToFill } from './candidate.ts';

/** Why an agent cannot, or should not, have a shift. Hard ones are never relaxed. */
export interface Finding {
  readonly constraint:
    | 'EMPLOYMENT'
    | 'CERTIFICATION'
    | 'OVERLAP'
    | 'TIME_OFF'
    | 'REST_HOURS'
    | 'WEEKLY_HOURS'
    | 'DISTANCE';
  readonly hard: boolean;
  /** For people. */
  readonly message: string;
}

/** An agent farther away than this should not be sent, in metres. */
const FARTHEST = 100_000;
const HOUR_MS = 3_600_000;

/** Everything that speaks against an agent: hard findings first, in a fixed order. */
export function findingsOf(shift: ShiftToFill, candidate: Candidate): Finding[] {
  return [...hardFindings(shift, candidate), ...softFindings(shift, candidate)];
}

function hardFindings(shift: ShiftToFill, candidate: Candidate): Finding[] {
  const findings: Finding[] = [];
  const hard = (constraint: Finding['constraint'], message: string) =>
    findings.push({ constraint, hard: true, message });
  if (candidate.employmentStatus !== 'ACTIVE') {
    hard('EMPLOYMENT', `is ${candidate.employmentStatus}`);
  }
  const missing = shift.requiredCertifications.filter((code) => !candidate.certifications.includes(code));
  if (missing.length > 0) hard('CERTIFICATION', `lacks ${missing.toSorted().join(', ')}`);
  if (candidate.shifts.some((other) => other.start < shift.end && other.end > shift.start)) {
    hard('OVERLAP', 'has another shift at that time');
  }
  const [absence] = candidate.timeOff;
  if (absence) hard('TIME_OFF', `has time off from ${absence.startsOn} to ${absence.endsOn}`);
  return findings;
}

function softFindings(shift: ShiftToFill, candidate: Candidate): Finding[] {
  const findings: Finding[] = [];
  const soft = (constraint: Finding['constraint'], message: string) =>
    findings.push({ constraint, hard: false, message });
  const rest = restHours(shift, candidate.shifts);
  if (rest < candidate.minRestHours) {
    soft('REST_HOURS', `would rest ${round(rest)} h of ${candidate.minRestHours} h`);
  }
  const week = weeklyHours(shift, candidate.shifts);
  if (week > candidate.maxWeeklyHours) {
    soft('WEEKLY_HOURS', `would work ${round(week)} h of ${candidate.maxWeeklyHours} h in the week`);
  }
  const distance = distanceTo(shift, candidate);
  if (distance !== null && distance > FARTHEST) {
    soft('DISTANCE', `is ${round(distance / 1000)} km away`);
  }
  return findings;
}

/** Hours between the shift and the nearest other one before or after it; infinite when there is none. */
function restHours(shift: ShiftToFill, others: readonly Period[]): number {
  const gaps = others.flatMap((other) => {
    if (other.end <= shift.start) return [Number(shift.start) - Number(other.end)];
    return other.start >= shift.end ? [Number(other.start) - Number(shift.end)] : [];
  });
  return gaps.length === 0 ? Number.POSITIVE_INFINITY : Math.min(...gaps) / HOUR_MS;
}

/** Hours of the week, Monday to Sunday in the tenant's time zone, in which the shift begins; itself included. */
export function weeklyHours(shift: ShiftToFill, others: readonly Period[]): number {
  const monday = mondayOf(calendarDateIn(shift.timezone, shift.start));
  const nextMonday = addDays(monday, 7);
  const sameWeek = others.filter(({ start }) => {
    const day = calendarDateIn(shift.timezone, start);
    return day >= monday && day < nextMonday;
  });
  return [shift, ...sameWeek].reduce(
    (sum, { start, end }) => sum + (Number(end) - Number(start)) / HOUR_MS,
    0,
  );
}

function mondayOf(day: CalendarDate): CalendarDate {
  return addDays(day, -((toDateColumn(day).getUTCDay() + 6) % 7));
}

/** Metres from where the agent sets out to the site; null when that is not known. */
export function distanceTo(shift: ShiftToFill, candidate: Candidate): number | null {
  return candidate.home === null ? null : distanceBetween(candidate.home, shift.site);
}

const round = (value: number) => Math.round(value * 10) / 10;
