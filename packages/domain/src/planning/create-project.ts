import type { TenantClient } from '@org/db';
import { z } from 'zod';
import { requireUser } from '../core/require-user.ts';
import { parseInput } from '../parse-input.ts';
import { toDateColumn } from '../shared/calendar-date.ts';
import { idField } from '../shared/input-fields.ts';
import { amountField, currencyField, dayField } from './input-fields.ts';
import { type ProjectView, projectPrioritySchema, toProject } from './views/project.ts';

export const createProjectInput = z.strictObject({
  name: z.string().trim().min(1).max(200),
  description: z.string().trim().max(4000).default(''),
  status: z.enum(['PLANNED', 'ACTIVE']).default('PLANNED'),
  priority: projectPrioritySchema.default('MEDIUM'),
  startsOn: dayField,
  dueOn: dayField,
  budget: z
    .strictObject({ amount: amountField, currency: currencyField })
    .nullable()
    .default(null)
    .describe('What it may cost in all'),
  ownerId: idField,
});

/**
 * Starts a project.
 *
 * @throws DomainError NOT_FOUND for the owner; DbError CHECK_VIOLATION when it is due before it starts
 */
export async function createProject(
  client: TenantClient,
  input: z.input<typeof createProjectInput>,
): Promise<ProjectView> {
  const { budget, startsOn, dueOn, ...data } = parseInput(createProjectInput, input);
  await requireUser(client, data.ownerId);
  const row = await client.project.create({
    data: {
      ...data,
      startsOn: toDateColumn(startsOn),
      dueOn: toDateColumn(dueOn),
      budget: budget?.amount ?? null,
      currency: budget?.currency ?? null,
    },
  });
  return toProject(row);
}
