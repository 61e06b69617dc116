import type { TenantClient } from '@org/db';
import type { z } from 'zod';
import { DomainError } from '../errors.ts';
import { parseInput } from '../parse-input.ts';
import { inTransaction } from '../shared/in-transaction.ts';
import { idField } from '../shared/input-fields.ts';
import { checkProof } from './attendance/check-proof.ts';
import { findRepeated } from './attendance/repeated.ts';
import { validatePosition } from './attendance/validate-position.ts';
import { breakSeconds } from './breaks/break-seconds.ts';
import { lockShift, requireShiftStatus } from './change-shift-status.ts';
import { clockRequestSchema, requirePlanner } from './clock-in.ts';
import { geofenceOf } from './places/site-geofence.ts';
import { agentActedFor, workforceActorSchema } from './scope.ts';
import { type AttendanceView, toAttendance, withValidations } from './views/attendance.ts';

export const clockOutInput = clockRequestSchema.extend({ shiftId: idField, actor: workforceActorSchema });

/**
 * Ends an agent's work on its shift: IN_PROGRESS becomes COMPLETED, and the minutes are counted, without its breaks; one
 * that runs ends with it. Proofs are checked as
 * for `clockIn`. Of many at once exactly one wins; repeated with the same key it is done once.
 *
 * @throws DomainError NOT_FOUND, STATE_ILLEGAL, PROOF_REFUSED, PERMISSION_MISSING, IDEMPOTENCY_KEY_REUSED
 */
export async function clockOut(
  client: TenantClient,
  input: z.input<typeof clockOutInput>,
): Promise<AttendanceView> {
  const { shiftId, actor, proof, idempotencyKey } = parseInput(clockOutInput, input);
  const done = await inTransaction(client, async (tx) => {
    const agent = await agentActedFor(tx, actor, proof.method === 'MANUAL' ? proof.agentId : undefined);
    if (proof.method === 'MANUAL') requirePlanner(actor.permissions);
    const repeated = await findRepeated(tx, { field: 'clockOutKey', key: idempotencyKey, shiftId });
    if (repeated) return repeated;
    const shift = await lockShift(tx, shiftId);
    if (shift.agentId !== agent.id) throw new DomainError('NOT_FOUND', 'There is no such shift.');
    requireShiftStatus(shift, ['IN_PROGRESS'], 'clocked out of');
    const open = await tx.attendance.findFirst({
      where: { shiftId, agentId: agent.id, status: { in: ['CLOCKED_IN', 'ON_BREAK'] } },
    });
    if (!open) throw new DomainError('STATE_ILLEGAL', 'The agent is not clocked in.');
    const site = await tx.site.findFirstOrThrow({ where: { id: shift.siteId } });
    const presence = { agentId: agent.id, shiftId, siteId: site.id, nfcTagId: site.nfcTagId };
    const wrong = await checkProof(tx, proof, presence);
    if (wrong !== undefined) return { wrong };
    // A millisecond at least: work has a length.
    const now = new Date(Math.max(Date.now(), Number(open.clockInTime) + 1));
    const onBreak = breakSeconds(open, now);
    await tx.attendance.updateMany({
      where: { id: open.id },
      data: {
        status: 'CLOCKED_OUT',
        clockOutMethod: proof.method,
        clockOutTime: now,
        breakStartedAt: null,
        breakSeconds: onBreak,
        workedMinutes: Math.max(
          0,
          Math.floor((Number(now) - Number(open.clockInTime)) / 60_000 - onBreak / 60),
        ),
        clockOutKey: idempotencyKey ?? null,
        ...(proof.method === 'MANUAL' ? { note: proof.note } : {}),
      },
    });
    await tx.shift.updateMany({ where: { id: shiftId }, data: { status: 'COMPLETED' } });
    if (proof.method === 'GPS') {
      await validatePosition(tx, {
        agent,
        site: { id: site.id, name: site.name, geofence: geofenceOf(site) },
        shiftId,
        attendanceId: open.id,
        position: proof.position,
        violationType: 'OUTSIDE_AT_CLOCK_OUT',
        at: now,
      });
    }
    return toAttendance(
      await tx.attendance.findFirstOrThrow({ where: { id: open.id }, include: withValidations }),
    );
  });
  if ('wrong' in done) throw new DomainError('PROOF_REFUSED', done.wrong);
  return done;
}
