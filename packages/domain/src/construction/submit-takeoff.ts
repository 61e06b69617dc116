import type { TenantClient } from '@org/db';
import { z } from 'zod';
import { parseInput } from '../parse-input.ts';
import { idField } from '../shared/input-fields.ts';
import { changeTakeoff } from './change-takeoff.ts';
import type { TakeoffView } from './views/takeoff.ts';

export const submitTakeoffInput = z.strictObject({ takeoffId: idField });

/**
 * Hands a draft in: DRAFT becomes SUBMITTED.
 *
 * @throws DomainError NOT_FOUND, STATE_ILLEGAL
 */
export async function submitTakeoff(
  client: TenantClient,
  input: z.input<typeof submitTakeoffInput>,
): Promise<TakeoffView> {
  const { takeoffId } = parseInput(submitTakeoffInput, input);
  return changeTakeoff(client, {
    takeoffId,
    from: ['DRAFT'],
    to: 'SUBMITTED',
    set: { submittedAt: new Date() },
  });
}
