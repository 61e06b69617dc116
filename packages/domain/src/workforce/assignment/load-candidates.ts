import type { TenantTransaction } from '@org/db';
import { calendarDateIn, fromDateColumn, toDateColumn } from '../../shared/calendar-date.ts';
import type { Candidate, ShiftToFill } from './candidate.ts';

const DAY_MS = 86_400_000;
/** A week and a day to each side hold every shift that counts for rest and weekly hours. */
const AROUND = 8 * DAY_MS;
const RELIABILITY_PERIOD = 90 * DAY_MS;

/**
 * What is known of the agents for a shift: of all that are not TERMINATED, or of one.
 *
 * @param shiftId the shift itself, which does not stand in its own way
 */
export async function loadCandidates(
  tx: TenantTransaction,
  shift: ShiftToFill & { readonly id: string },
  agentId?: string,
): Promise<Candidate[]> {
  const firstDay = toDateColumn(calendarDateIn(shift.timezone, shift.start));
  const lastDay = toDateColumn(calendarDateIn(shift.timezone, new Date(Number(shift.end) - 1)));
  const ofAgent = agentId === undefined ? {} : { agentId };
  const agents = await tx.agent.findMany({
    where: agentId === undefined ? { employmentStatus: { not: 'TERMINATED' } } : { id: agentId },
    include: {
      certifications: {
        where: { issuedOn: { lte: firstDay }, OR: [{ expiresOn: null }, { expiresOn: { gte: lastDay } }] },
      },
    },
    orderBy: { employeeNumber: 'asc' },
  });
  const shifts = await tx.shift.findMany({
    where: {
      ...ofAgent,
      id: { not: shift.id },
      agentId: agentId ?? { not: null },
      status: { notIn: ['CANCELLED', 'NO_SHOW'] },
      startTime: { gte: new Date(Number(shift.start) - AROUND), lt: new Date(Number(shift.end) + AROUND) },
    },
    select: { id: true, agentId: true, startTime: true, endTime: true },
    orderBy: { startTime: 'asc' },
  });
  const timeOff = await tx.timeOffRequest.findMany({
    where: { ...ofAgent, status: 'APPROVED', startsOn: { lte: lastDay }, endsOn: { gte: firstDay } },
    orderBy: { startsOn: 'asc' },
  });
  const history = await tx.shift.groupBy({
    by: ['agentId', 'status'],
    where: {
      ...ofAgent,
      status: { in: ['COMPLETED', 'NO_SHOW'] },
      startTime: { gte: new Date(Number(shift.start) - RELIABILITY_PERIOD), lt: shift.start },
    },
    _count: { _all: true },
  });
  const counted = (id: string, status: string) =>
    history.find((row) => row.agentId === id && row.status === status)?._count._all ?? 0;
  const shiftsOf = Map.groupBy(shifts, (row) => row.agentId);
  const timeOffOf = Map.groupBy(timeOff, (row) => row.agentId);

  return agents.map((agent) => ({
    agentId: agent.id,
    employeeNumber: agent.employeeNumber,
    name: `${agent.firstName} ${agent.lastName}`,
    employmentStatus: agent.employmentStatus,
    certifications: agent.certifications.map(({ code }) => code),
    shifts: (shiftsOf.get(agent.id) ?? []).map((row) => ({
      shiftId: row.id,
      start: row.startTime,
      end: row.endTime,
    })),
    timeOff: (timeOffOf.get(agent.id) ?? []).map((row) => ({
      startsOn: fromDateColumn(row.startsOn),
      endsOn: fromDateColumn(row.endsOn),
    })),
    maxWeeklyHours: agent.maxWeeklyHours,
    minRestHours: agent.minRestHours,
    home:
      agent.homeLatitude === null || agent.homeLongitude === null
        ? null
        : { latitude: agent.homeLatitude.toNumber(), longitude: agent.homeLongitude.toNumber() },
    completedShifts: counted(agent.id, 'COMPLETED'),
    missedShifts: counted(agent.id, 'NO_SHOW'),
  }));
}
