import type { TenantTransaction } from '@org/db';

import { type CalendarDate, fromDateColumn } from '../shared/calendar-date.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

/** A year of weekly snapshots: what was long ago tells little of what comes. */
const LONGEST_HISTORY = 52;

/** A snapshot as statistics need it: plain numbers. Money is rounded when it is stored, not while it is forecast. */
export interface Observation {
  readonly takenOn: CalendarDate;
  readonly totalItems: number;
  readonly completedItems: number;
  readonly spent: number;
  readonly openDefects: number;
  readonly teamSize: number | null;
  readonly skillCoverage: number | null;
  readonly cycleTime: number | null;
  readonly responseTime: number | null;
  readonly availability: number | null;
  readonly morale: number | null;
  readonly decisionDelay: number | null;
}

/** The newest snapshots of a project, oldest first. */
export async function readHistory(tx: TenantTransaction, projectId: string): Promise<Observation[]> {
  const rows = await tx.projectSnapshot.findMany({
    where: { projectId },
    orderBy: { takenOn: 'desc' },
    take: LONGEST_HISTORY,
  });
  const number = (value: { toString(): string } | null) => (value === null ? null : Number(value));
  return rows.reverse().map((row) => ({
    takenOn: fromDateColumn(row.takenOn),
    totalItems: row.totalItems,
    completedItems: row.completedItems,
    spent: Number(row.spent),
    openDefects: row.openDefects,
    teamSize: number(row.teamSize),
    skillCoverage: number(row.skillCoverage),
    cycleTime: number(row.cycleTime),
    responseTime: number(row.responseTime),
    availability: number(row.availability),
    morale: number(row.morale),
    decisionDelay: number(row.decisionDelay),
  }));
}

/** Days from one day to another. */
export function daysBetween(from: CalendarDate, to: CalendarDate): number {
  return (Date.parse(to) - Date.parse(from)) / DAY_MS;
}
