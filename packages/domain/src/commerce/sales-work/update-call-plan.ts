import type { TenantClient } from '@org/db';
import { z } from 'zod';

import { DomainError } from '../../errors.ts';
import { parseInput } from '../../parse-input.ts';
import { toDateColumn } from '../../shared/calendar-date.ts';
import { idField } from '../../shared/input-fields.ts';
import { withoutUndefined } from '../../shared/without-undefined.ts';
import { type CallPlanView, callPlanStatusSchema, toCallPlan } from '../views/sales-work.ts';

/** What can be changed; what is left out stays. */
export const callPlanChangesSchema = z.strictObject({
  plannedOn: z.iso.date().optional(),
  objective: z.string().trim().max(500).optional(),
  status: callPlanStatusSchema.optional(),
});

const inputSchema = callPlanChangesSchema.extend({ callPlanId: idField });

/**
 * Changes a call plan.
 *
 * @throws DomainError NOT_FOUND
 */
export async function updateCallPlan(
  client: TenantClient,
  input: z.input<typeof inputSchema>,
): Promise<CallPlanView> {
  const { callPlanId: id, plannedOn, ...changes } = parseInput(inputSchema, input);
  const [row] = await client.callPlan.updateManyAndReturn({
    where: { id },
    data: withoutUndefined({
      ...changes,
      plannedOn: plannedOn === undefined ? undefined : toDateColumn(plannedOn),
    }),
  });
  if (!row) throw new DomainError('NOT_FOUND', 'There is no such call plan.');
  return toCallPlan(row);
}
