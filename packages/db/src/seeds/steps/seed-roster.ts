import { ROSTER, type RosterShift, SHIFT_HOURS } from '../demo/bahinlink/roster.ts';
import { SITES } from '../demo/bahinlink/sites.ts';
import type { StepCount } from '../report.ts';
import type { SeedTransaction } from '../seed-database.ts';
import type { Guards } from './seed-guards.ts';
import { dayAgo } from './seed-projects.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** Of the one that was outside: 378 m north of the centre of its site. */
const DEGREES_OUTSIDE = 0.0034;
const METRES_PER_DEGREE = 111_195;
const STATUS = {
  DONE: 'COMPLETED',
  DONE_OUTSIDE: 'COMPLETED',
  MISSED: 'NO_SHOW',
  OPEN: 'SCHEDULED',
} as const;

/** A shift of the roster where its site and its agent are still there. */
interface PlannedShift {
  readonly seed: RosterShift;
  readonly siteId: string;
  readonly agentId: string | null;
  readonly startTime: Date;
}

/** One that an agent has been at. */
type WorkedShift = PlannedShift & { readonly agentId: string; readonly shiftId: string };

/** Writes the two weeks of shifts with their attendance, unless the tenant has shifts already. */
export async function seedRoster(tx: SeedTransaction, guards: Guards): Promise<StepCount> {
  const { tenantId, supervisorId } = guards;
  if ((await tx.shift.count({ where: { tenantId } })) > 0) return { created: 0, unchanged: ROSTER.length };
  const planned = ROSTER.flatMap((seed): PlannedShift[] => {
    const siteId = guards.sites[seed.site];
    const agentId = seed.agent === null ? null : guards.agents[seed.agent];
    if (siteId === undefined || agentId === undefined) return [];
    return [
      { seed, siteId, agentId, startTime: new Date(Number(dayAgo(-seed.day)) + seed.startHour * HOUR) },
    ];
  });
  const shifts = await tx.shift.createManyAndReturn({
    data: planned.map(({ seed, siteId, agentId, startTime }) => ({
      tenantId,
      siteId,
      agentId,
      createdById: supervisorId,
      status: STATUS[seed.outcome],
      startTime,
      endTime: new Date(Number(startTime) + SHIFT_HOURS * HOUR),
      requiredCertifications: [...(SITES[seed.site]?.requiredCertifications ?? [])],
    })),
    select: { id: true, siteId: true, startTime: true },
  });
  const idOf = new Map(shifts.map((row) => [`${row.siteId} ${Number(row.startTime)}`, row.id]));
  const assigned = planned.flatMap((shift): WorkedShift[] => {
    const shiftId = idOf.get(`${shift.siteId} ${Number(shift.startTime)}`);
    return shiftId === undefined || shift.agentId === null
      ? []
      : [{ ...shift, agentId: shift.agentId, shiftId }];
  });
  await tx.shiftAssignment.createMany({
    data: assigned.map(({ shiftId, agentId }) => ({
      tenantId,
      shiftId,
      agentId,
      assignedById: supervisorId,
      method: 'MANUAL' as const,
    })),
  });
  const worked = assigned.filter(({ seed }) => seed.outcome === 'DONE' || seed.outcome === 'DONE_OUTSIDE');
  await seedAttendance(tx, tenantId, worked);
  return { created: planned.length, unchanged: 0 };
}

async function seedAttendance(
  tx: SeedTransaction,
  tenantId: string,
  worked: readonly WorkedShift[],
): Promise<void> {
  const attendance = await tx.attendance.createManyAndReturn({
    data: worked.map(({ shiftId, agentId, siteId, startTime }) => ({
      tenantId,
      shiftId,
      agentId,
      siteId,
      status: 'CLOCKED_OUT' as const,
      clockInMethod: 'GPS' as const,
      clockInTime: new Date(Number(startTime) - 5 * MINUTE),
      clockOutMethod: 'GPS' as const,
      clockOutTime: new Date(Number(startTime) + SHIFT_HOURS * HOUR + 3 * MINUTE),
      workedMinutes: SHIFT_HOURS * 60 + 8,
    })),
    select: { id: true, shiftId: true },
  });
  const attendanceOf = new Map(attendance.map(({ id, shiftId }) => [shiftId, id]));
  const positions = worked.map(({ seed, shiftId, agentId, siteId, startTime }) => {
    const north = seed.outcome === 'DONE' ? 0 : DEGREES_OUTSIDE;
    return {
      tenantId,
      siteId,
      agentId,
      attendanceId: attendanceOf.get(shiftId) ?? null,
      latitude: (SITES[seed.site]?.latitude ?? 0) + north,
      longitude: SITES[seed.site]?.longitude ?? 0,
      accuracy: 8,
      distance: (north * METRES_PER_DEGREE).toFixed(2),
      isInside: seed.outcome === 'DONE',
      createdAt: new Date(Number(startTime) - 5 * MINUTE),
    };
  });
  await tx.geofenceValidation.createMany({ data: positions });
  for (const { seed, shiftId, agentId, siteId } of worked.filter(
    (one) => one.seed.outcome === 'DONE_OUTSIDE',
  )) {
    const { id: validationId, createdAt } = await tx.geofenceValidation.findFirstOrThrow({
      where: { tenantId, attendanceId: attendanceOf.get(shiftId) ?? null },
    });
    const beyond = DEGREES_OUTSIDE * METRES_PER_DEGREE - (SITES[seed.site]?.geofenceRadius ?? 0);
    await tx.geofenceViolation.create({
      data: {
        tenantId,
        siteId,
        agentId,
        shiftId,
        validationId,
        violationType: 'OUTSIDE_AT_CLOCK_IN',
        distance: beyond.toFixed(2),
        occurredAt: createdAt,
      },
      select: { id: true },
    });
  }
}
