import type { TenantTransaction } from '@org/db';

import type { Position } from '../input-fields.ts';
import { notifySupervisors } from '../notify.ts';
import { checkGeofence, type Geofence } from '../places/check-geofence.ts';

interface PositionAtSite {
  readonly agent: { readonly id: string; readonly firstName: string; readonly lastName: string };
  readonly site: { readonly id: string; readonly name: string; readonly geofence: Geofence };
  readonly shiftId: string;
  readonly attendanceId: string;
  readonly position: Position;
  /** What it is when the position is outside; null when that is known already. */
  readonly violationType: 'OUTSIDE_AT_CLOCK_IN' | 'OUTSIDE_AT_CLOCK_OUT' | 'LEFT_SITE' | null;
  readonly at: Date;
}

/**
 * Compares a position with the geofence of the site and keeps the result. Outside it is a violation, with the metres
 * beyond the border, and the supervisors are told.
 *
 * @returns whether it is inside
 */
export async function validatePosition(tx: TenantTransaction, input: PositionAtSite): Promise<boolean> {
  const { agent, site, shiftId, attendanceId, position, violationType, at } = input;
  const check = checkGeofence(site.geofence, position);
  const { id: validationId } = await tx.geofenceValidation.create({
    data: {
      siteId: site.id,
      agentId: agent.id,
      attendanceId,
      latitude: position.latitude,
      longitude: position.longitude,
      accuracy: position.accuracy ?? null,
      distance: check.distance.toFixed(2),
      isInside: check.isInside,
    },
    select: { id: true },
  });
  if (check.isInside || violationType === null) return check.isInside;
  // Rounded up, so that a centimetre beyond is not none.
  const distance = Math.ceil(check.beyond * 100) / 100;
  const row = {
    validationId,
    siteId: site.id,
    agentId: agent.id,
    shiftId,
    violationType,
    distance,
    occurredAt: at,
  };
  await tx.geofenceViolation.create({ data: row, select: { id: true } });
  await notifySupervisors(tx, {
    type: 'WARNING',
    title: `Outside of the geofence: ${agent.firstName} ${agent.lastName}`,
    body: `${TEXTS[violationType]} ${Math.round(distance)} m beyond the border of ${site.name}.`,
  });
  return false;
}

const TEXTS = {
  OUTSIDE_AT_CLOCK_IN: 'Clocked in',
  OUTSIDE_AT_CLOCK_OUT: 'Clocked out',
  LEFT_SITE: 'Seen during the shift',
} as const;
