import type { TenantClient } from '@org/db';
import { z } from 'zod';
import { DomainError } from '../errors.ts';
import { parseInput } from '../parse-input.ts';
import { inTransaction } from '../shared/in-transaction.ts';
import { idField } from '../shared/input-fields.ts';
import { lockShift, requireShiftStatus } from './change-shift-status.ts';
import { requireAgent, workforceActorSchema } from './scope.ts';
import { type ShiftView, toShift } from './views/shift.ts';

export const confirmShiftInput = z.strictObject({ shiftId: idField, actor: workforceActorSchema });

/**
 * An agent says that he will come: SCHEDULED becomes CONFIRMED.
 *
 * @throws DomainError NOT_FOUND (also for another agent's shift), STATE_ILLEGAL, PERMISSION_MISSING
 */
export async function confirmShift(
  client: TenantClient,
  input: z.input<typeof confirmShiftInput>,
): Promise<ShiftView> {
  const { shiftId, actor } = parseInput(confirmShiftInput, input);
  return inTransaction(client, async (tx) => {
    const agent = await requireAgent(tx, actor);
    const shift = await lockShift(tx, shiftId);
    if (shift.agentId !== agent.id) throw new DomainError('NOT_FOUND', 'There is no such shift.');
    requireShiftStatus(shift, ['SCHEDULED'], 'confirmed');
    await tx.shift.updateMany({ where: { id: shiftId }, data: { status: 'CONFIRMED' } });
    return toShift(await tx.shift.findFirstOrThrow({ where: { id: shiftId } }));
  });
}
