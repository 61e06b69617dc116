import type { TenantClient } from '@org/db';
import type { z } from 'zod';
import { DomainError } from '../../errors.ts';
import { parseInput } from '../../parse-input.ts';
import { inTransaction } from '../../shared/in-transaction.ts';
import { type AttendanceView, toAttendance, withValidations } from '../views/attendance.ts';
import { breakSeconds } from './break-seconds.ts';
import { lockOpenAttendance } from './lock-attendance.ts';
import { breakInput } from './start-break.ts';

/**
 * An agent is back from its break: ON_BREAK becomes CLOCKED_IN, and the break counts. Of many at once exactly one wins.
 *
 * @throws DomainError NOT_FOUND, PERMISSION_MISSING (no agent), STATE_ILLEGAL
 */
export async function endBreak(
  client: TenantClient,
  input: z.input<typeof breakInput>,
): Promise<AttendanceView> {
  const { shiftId, actor } = parseInput(breakInput, input);
  return inTransaction(client, async (tx) => {
    const open = await lockOpenAttendance(tx, actor, shiftId);
    const { id, status } = open;
    if (status !== 'ON_BREAK') throw new DomainError('STATE_ILLEGAL', 'The agent is not on a break.');
    await tx.attendance.updateMany({
      where: { id },
      data: { status: 'CLOCKED_IN', breakStartedAt: null, breakSeconds: breakSeconds(open, new Date()) },
    });
    return toAttendance(await tx.attendance.findFirstOrThrow({ where: { id }, include: withValidations }));
  });
}
