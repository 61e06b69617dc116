import type { TenantClient } from '@org/db';
import { z } from 'zod';
import { DomainError } from '../errors.ts';
import { parseInput } from '../parse-input.ts';
import { inTransaction } from '../shared/in-transaction.ts';
import { idField } from '../shared/input-fields.ts';
import { lockShift, requireShiftStatus } from './change-shift-status.ts';
import { lockRoster } from './lock-roster.ts';
import { type ShiftView, toShift } from './views/shift.ts';

export const unassignShiftInput = z.strictObject({ shiftId: idField });

/**
 * Takes a shift from its agent before it begins; it is SCHEDULED again, for anybody.
 *
 * @throws DomainError NOT_FOUND, STATE_ILLEGAL
 */
export async function unassignShift(
  client: TenantClient,
  input: z.input<typeof unassignShiftInput>,
): Promise<ShiftView> {
  const { shiftId } = parseInput(unassignShiftInput, input);
  return inTransaction(client, async (tx) => {
    await lockRoster(tx);
    const shift = await lockShift(tx, shiftId);
    requireShiftStatus(shift, ['SCHEDULED', 'CONFIRMED'], 'taken from its agent');
    if (shift.agentId === null) throw new DomainError('STATE_ILLEGAL', 'The shift has no agent.');
    await tx.shiftAssignment.updateMany({ where: { shiftId, endedAt: null }, data: { endedAt: new Date() } });
    await tx.shift.updateMany({ where: { id: shiftId }, data: { agentId: null, status: 'SCHEDULED' } });
    return toShift(await tx.shift.findFirstOrThrow({ where: { id: shiftId } }));
  });
}
