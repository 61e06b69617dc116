import type { TenantClient } from '@org/db';
import { z } from 'zod';
import { parseInput } from '../parse-input.ts';
import { inTransaction } from '../shared/in-transaction.ts';
import { idField } from '../shared/input-fields.ts';
import { loadCandidates } from './assignment/load-candidates.ts';
import {
  type AssignmentReason,
  assignmentMethodSchema,
  rankCandidates,
} from './assignment/rank-candidates.ts';
import { loadShiftToFill } from './assignment/shift-to-fill.ts';

export const rankAgentsInput = z.strictObject({
  shiftId: idField,
  method: assignmentMethodSchema.exclude(['MANUAL']).default('INTELLIGENT_AUTO'),
});

/**
 * Who would get a shift, and why, without giving it to anybody.
 *
 * @throws DomainError NOT_FOUND, STATE_ILLEGAL
 */
export async function rankAgents(
  client: TenantClient,
  input: z.input<typeof rankAgentsInput>,
): Promise<AssignmentReason[]> {
  const { shiftId, method } = parseInput(rankAgentsInput, input);
  return inTransaction(client, async (tx) => {
    const shift = await loadShiftToFill(tx, shiftId);
    return rankCandidates(shift, await loadCandidates(tx, shift), method);
  });
}
