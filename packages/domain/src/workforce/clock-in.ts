import type { TenantClient } from '@org/db';
import { z } from 'zod';
import { DomainError } from '../errors.ts';
import { parseInput } from '../parse-input.ts';
import { inTransaction } from '../shared/in-transaction.ts';
import { idempotencyKeyField, idField } from '../shared/input-fields.ts';
import { checkProof } from './attendance/check-proof.ts';
import { proofSchema } from './attendance/proof.ts';
import { findRepeated } from './attendance/repeated.ts';
import { validatePosition } from './attendance/validate-position.ts';
import { lockShift, requireShiftStatus } from './change-shift-status.ts';
import { geofenceOf } from './places/site-geofence.ts';
import { agentActedFor, workforceActorSchema } from './scope.ts';
import { type AttendanceView, toAttendance, withValidations } from './views/attendance.ts';

export const clockRequestSchema = z.strictObject({
  proof: proofSchema,
  idempotencyKey: idempotencyKeyField.optional(),
});

export const clockInInput = clockRequestSchema.extend({ shiftId: idField, actor: workforceActorSchema });

/** How long before a shift an agent may clock in, in milliseconds. */
const EARLIEST = 60 * 60_000;

/**
 * Begins an agent's work on its shift: SCHEDULED or CONFIRMED becomes IN_PROGRESS, from an hour before the start to the
 * end. A GPS position outside of the geofence does not keep the agent out: it is recorded as a violation, and the
 * supervisors are told. A QR code or an NFC tag must be the site's. MANUAL is for who plans shifts.
 *
 * Of many at once exactly one wins; repeated with the same key it is done once.
 *
 * @throws DomainError NOT_FOUND, STATE_ILLEGAL, PROOF_REFUSED, PERMISSION_MISSING, CONFLICT (at work elsewhere),
 * IDEMPOTENCY_KEY_REUSED
 */
export async function clockIn(
  client: TenantClient,
  input: z.input<typeof clockInInput>,
): Promise<AttendanceView> {
  const { shiftId, actor, proof, idempotencyKey } = parseInput(clockInInput, input);
  const done = await inTransaction(client, async (tx) => {
    const agent = await agentActedFor(tx, actor, proof.method === 'MANUAL' ? proof.agentId : undefined);
    if (proof.method === 'MANUAL') requirePlanner(actor.permissions);
    const repeated = await findRepeated(tx, { field: 'clockInKey', key: idempotencyKey, shiftId });
    if (repeated) return repeated;
    const shift = await lockShift(tx, shiftId);
    if (shift.agentId !== agent.id) throw new DomainError('NOT_FOUND', 'There is no such shift.');
    requireShiftStatus(shift, ['SCHEDULED', 'CONFIRMED'], 'clocked in to');
    const now = new Date();
    if (Number(now) < Number(shift.startTime) - EARLIEST) {
      throw new DomainError('STATE_ILLEGAL', 'The shift begins in more than an hour.');
    }
    if (now >= shift.endTime) throw new DomainError('STATE_ILLEGAL', 'The shift is over.');
    const elsewhere = await tx.attendance.findFirst({
      where: { agentId: agent.id, status: { in: ['CLOCKED_IN', 'ON_BREAK'] } },
      select: { id: true },
    });
    if (elsewhere)
      throw new DomainError('CONFLICT', 'The agent is clocked in to another shift. Clock out there.');
    const site = await tx.site.findFirstOrThrow({ where: { id: shift.siteId } });
    const wrong = await checkProof(tx, proof, {
      agentId: agent.id,
      shiftId,
      siteId: site.id,
      nfcTagId: site.nfcTagId,
    });
    // Not thrown yet: the scan stays on record.
    if (wrong !== undefined) return { wrong };
    const { id: attendanceId } = await tx.attendance.create({
      data: {
        shiftId,
        agentId: agent.id,
        siteId: site.id,
        recordedById: actor.userId,
        clockInMethod: proof.method,
        clockInTime: now,
        note: proof.method === 'MANUAL' ? proof.note : null,
        clockInKey: idempotencyKey ?? null,
      },
      select: { id: true },
    });
    await tx.shift.updateMany({ where: { id: shiftId }, data: { status: 'IN_PROGRESS' } });
    if (proof.method === 'GPS') {
      await validatePosition(tx, {
        agent,
        site: { id: site.id, name: site.name, geofence: geofenceOf(site) },
        shiftId,
        attendanceId,
        position: proof.position,
        violationType: 'OUTSIDE_AT_CLOCK_IN',
        at: now,
      });
    }
    return toAttendance(
      await tx.attendance.findFirstOrThrow({ where: { id: attendanceId }, include: withValidations }),
    );
  });
  if ('wrong' in done) throw new DomainError('PROOF_REFUSED', done.wrong);
  return done;
}

/** @throws DomainError PERMISSION_MISSING */
export function requirePlanner(permissions: readonly string[]): void {
  if (!permissions.includes('shifts:write')) {
    throw new DomainError('PERMISSION_MISSING', 'Only who plans shifts clocks others in or out by hand.');
  }
}
