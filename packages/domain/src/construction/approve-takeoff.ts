import type { TenantClient } from '@org/db';
import { z } from 'zod';
import { parseInput } from '../parse-input.ts';
import { idField } from '../shared/input-fields.ts';
import { changeTakeoff } from './change-takeoff.ts';
import type { TakeoffView } from './views/takeoff.ts';

export const approveTakeoffInput = z.strictObject({ takeoffId: idField, actorId: idField });

/**
 * Releases a takeoff for ordering: VALIDATED becomes APPROVED, and nothing of it changes any more.
 *
 * @throws DomainError NOT_FOUND, STATE_ILLEGAL
 */
export async function approveTakeoff(
  client: TenantClient,
  input: z.input<typeof approveTakeoffInput>,
): Promise<TakeoffView> {
  const { takeoffId, actorId } = parseInput(approveTakeoffInput, input);
  return changeTakeoff(client, {
    takeoffId,
    from: ['VALIDATED'],
    to: 'APPROVED',
    set: { approvedAt: new Date(), approvedById: actorId },
  });
}
