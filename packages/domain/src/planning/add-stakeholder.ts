import type { TenantClient } from '@org/db';
import { z } from 'zod';
import { requireUser } from '../core/require-user.ts';
import { parseInput } from '../parse-input.ts';
import { idField } from '../shared/input-fields.ts';
import { requireProject } from './lock-project.ts';
import {
  type StakeholderView,
  stakeholderLevelSchema,
  stakeholderRoleSchema,
  toStakeholder,
} from './views/stakeholder.ts';

/** A stakeholder, as a request says it. */
export const stakeholderRequestSchema = z.strictObject({
  userId: idField.nullable().default(null).describe('The user, if it is one'),
  name: z.string().trim().min(1).max(120),
  email: z.string().trim().toLowerCase().max(180).pipe(z.email()).nullable().default(null),
  role: stakeholderRoleSchema,
  influence: stakeholderLevelSchema.default('MEDIUM'),
  interest: stakeholderLevelSchema.default('MEDIUM'),
});

export const addStakeholderInput = stakeholderRequestSchema.extend({ projectId: idField });

/**
 * Adds a person whom a project concerns. A user is a stakeholder of a project once.
 *
 * @throws DomainError NOT_FOUND; DbError UNIQUE_VIOLATION
 */
export async function addStakeholder(
  client: TenantClient,
  input: z.input<typeof addStakeholderInput>,
): Promise<StakeholderView> {
  const data = parseInput(addStakeholderInput, input);
  await requireProject(client, data.projectId);
  await requireUser(client, data.userId);
  return toStakeholder(await client.projectStakeholder.create({ data }));
}
