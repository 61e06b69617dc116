import type { TenantClient } from '@org/db';
import { z } from 'zod';

import { parseInput } from '../../parse-input.ts';
import { toDateColumn } from '../../shared/calendar-date.ts';
import { idField } from '../../shared/input-fields.ts';
import { requireReferences } from '../references.ts';
import { type CallPlanView, toCallPlan } from '../views/sales-work.ts';

export const createCallPlanInput = z.strictObject({
  customerId: idField,
  userId: idField,
  plannedOn: z.iso.date(),
  objective: z.string().trim().max(500).default(''),
});

/**
 * Plans a visit or call of a rep.
 *
 * @throws DomainError NOT_FOUND for customer or user
 */
export async function createCallPlan(
  client: TenantClient,
  input: z.input<typeof createCallPlanInput>,
): Promise<CallPlanView> {
  const { plannedOn, ...data } = parseInput(createCallPlanInput, input);
  await requireReferences(client, { customerId: data.customerId, userId: data.userId });
  return toCallPlan(await client.callPlan.create({ data: { ...data, plannedOn: toDateColumn(plannedOn) } }));
}
