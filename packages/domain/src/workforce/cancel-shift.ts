import type { TenantClient } from '@org/db';
import { z } from 'zod';
import { parseInput } from '../parse-input.ts';
import { inTransaction } from '../shared/in-transaction.ts';
import { idField } from '../shared/input-fields.ts';
import { lockShift, requireShiftStatus } from './change-shift-status.ts';
import { lockRoster } from './lock-roster.ts';
import { type ShiftView, toShift } from './views/shift.ts';

export const cancelShiftInput = z.strictObject({ shiftId: idField });

/**
 * Calls off a shift that has not begun: CANCELLED, for good; its agent is free again.
 *
 * @throws DomainError NOT_FOUND, STATE_ILLEGAL
 */
export async function cancelShift(
  client: TenantClient,
  input: z.input<typeof cancelShiftInput>,
): Promise<ShiftView> {
  const { shiftId } = parseInput(cancelShiftInput, input);
  return inTransaction(client, async (tx) => {
    await lockRoster(tx);
    requireShiftStatus(await lockShift(tx, shiftId), ['SCHEDULED', 'CONFIRMED'], 'cancelled');
    await tx.shiftAssignment.updateMany({ where: { shiftId, endedAt: null }, data: { endedAt: new Date() } });
    await tx.shift.updateMany({ where: { id: shiftId }, data: { status: 'CANCELLED' } });
    return toShift(await tx.shift.findFirstOrThrow({ where: { id: shiftId } }));
  });
}
