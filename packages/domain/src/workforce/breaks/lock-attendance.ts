import type { TenantTransaction } from '@org/db';

import { DomainError } from '../../errors.ts';
import { lockShift } from '../change-shift-status.ts';
import { requireAgent, type WorkforceActor } from '../scope.ts';

/**
 * An agent's open attendance of its shift, with the shift held until the end of the transaction: a break and clocking out
 * never miss each other.
 *
 * @throws DomainError NOT_FOUND, PERMISSION_MISSING, STATE_ILLEGAL (not clocked in)
 */
export async function lockOpenAttendance(tx: TenantTransaction, actor: WorkforceActor, shiftId: string) {
  const agent = await requireAgent(tx, actor);
  const shift = await lockShift(tx, shiftId);
  if (shift.agentId !== agent.id) throw new DomainError('NOT_FOUND', 'There is no such shift.');
  const open = await tx.attendance.findFirst({
    where: { shiftId, agentId: agent.id, status: { in: ['CLOCKED_IN', 'ON_BREAK'] } },
  });
  if (!open) throw new DomainError('STATE_ILLEGAL', 'The agent is not clocked in.');
  return open;
}
