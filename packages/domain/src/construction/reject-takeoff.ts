import type { TenantClient } from '@org/db';
import { z } from 'zod';
import { parseInput } from '../parse-input.ts';
import { idField } from '../shared/input-fields.ts';
import { changeTakeoff } from './change-takeoff.ts';
import type { TakeoffView } from './views/takeoff.ts';

/** Why a takeoff is turned down. */
export const rejectionReasonField = z.string().trim().min(1).max(1000);

export const rejectTakeoffInput = z.strictObject({
  takeoffId: idField,
  actorId: idField,
  reason: rejectionReasonField,
});

/**
 * Turns a takeoff down, with a reason: SUBMITTED or VALIDATED becomes REJECTED, and another may be drawn of its job.
 *
 * @throws DomainError NOT_FOUND, STATE_ILLEGAL
 */
export async function rejectTakeoff(
  client: TenantClient,
  input: z.input<typeof rejectTakeoffInput>,
): Promise<TakeoffView> {
  const { takeoffId, actorId, reason } = parseInput(rejectTakeoffInput, input);
  return changeTakeoff(client, {
    takeoffId,
    from: ['SUBMITTED', 'VALIDATED'],
    to: 'REJECTED',
    set: { rejectedAt: new Date(), rejectedById: actorId, rejectionReason: reason },
  });
}
