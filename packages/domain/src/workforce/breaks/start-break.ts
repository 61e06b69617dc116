import type { TenantClient } from '@org/db';
import { z } from 'zod';
import { DomainError } from '../../errors.ts';
import { parseInput } from '../../parse-input.ts';
import { inTransaction } from '../../shared/in-transaction.ts';
import { idField } from '../../shared/input-fields.ts';
import { workforceActorSchema } from '../scope.ts';
import { type AttendanceView, toAttendance, withValidations } from '../views/attendance.ts';
import { lockOpenAttendance } from './lock-attendance.ts';

export const breakInput = z.strictObject({ shiftId: idField, actor: workforceActorSchema });

/**
 * An agent that is at work takes a break: CLOCKED_IN becomes ON_BREAK. Of many at once exactly one wins.
 *
 * @throws DomainError NOT_FOUND, PERMISSION_MISSING (no agent), STATE_ILLEGAL
 */
export async function startBreak(
  client: TenantClient,
  input: z.input<typeof breakInput>,
): Promise<AttendanceView> {
  const { shiftId, actor } = parseInput(breakInput, input);
  return inTransaction(client, async (tx) => {
    const { id, status } = await lockOpenAttendance(tx, actor, shiftId);
    if (status === 'ON_BREAK') throw new DomainError('STATE_ILLEGAL', 'The agent is on a break already.');
    await tx.attendance.updateMany({
      where: { id },
      data: { status: 'ON_BREAK', breakStartedAt: new Date() },
    });
    return toAttendance(await tx.attendance.findFirstOrThrow({ where: { id }, include: withValidations }));
  });
}
