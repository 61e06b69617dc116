import type { TenantClient } from '@org/db';
import { z } from 'zod';

import { parseInput } from '../../parse-input.ts';
import { idField } from '../../shared/input-fields.ts';
import { withoutUndefined } from '../../shared/without-undefined.ts';
import { requireReferences } from '../references.ts';
import { type ActivityView, activityTypeSchema, toActivity } from '../views/sales-work.ts';

export const createActivityInput = z.strictObject({
  customerId: idField,
  userId: idField,
  type: activityTypeSchema,
  subject: z.string().trim().min(1).max(200),
  notes: z.string().trim().max(4000).default(''),
  occurredAt: z.iso
    .datetime({ offset: true })
    .transform((value) => new Date(value))
    .optional()
    .describe('Now when left out'),
});

/**
 * Records what a sales rep did at a customer.
 *
 * @throws DomainError NOT_FOUND for customer or user
 */
export async function createActivity(
  client: TenantClient,
  input: z.input<typeof createActivityInput>,
): Promise<ActivityView> {
  const data = parseInput(createActivityInput, input);
  await requireReferences(client, { customerId: data.customerId, userId: data.userId });
  return toActivity(await client.activity.create({ data: withoutUndefined(data) }));
}
