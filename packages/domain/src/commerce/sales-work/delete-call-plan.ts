import type { TenantClient } from '@org/db';
import { z } from 'zod';

import { DomainError } from '../../errors.ts';
import { parseInput } from '../../parse-input.ts';
import { idField } from '../../shared/input-fields.ts';

const inputSchema = z.strictObject({ callPlanId: idField });

/**
 * Deletes a call plan.
 *
 * @throws DomainError NOT_FOUND
 */
export async function deleteCallPlan(
  client: TenantClient,
  input: z.input<typeof inputSchema>,
): Promise<void> {
  const { callPlanId: id } = parseInput(inputSchema, input);
  const { count } = await client.callPlan.deleteMany({ where: { id } });
  if (count === 0) throw new DomainError('NOT_FOUND', 'There is no such call plan.');
}
