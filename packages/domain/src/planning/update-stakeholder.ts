import type { TenantClient } from '@org/db';
import { z } from 'zod';
import { DomainError } from '../errors.ts';
import { parseInput } from '../parse-input.ts';
import { idField } from '../shared/input-fields.ts';
import { withoutUndefined } from '../shared/without-undefined.ts';
import {
  type StakeholderView,
  stakeholderLevelSchema,
  stakeholderRoleSchema,
  toStakeholder,
} from './views/stakeholder.ts';

/** What of a stakeholder can be changed; what is left out stays. */
export const stakeholderChangesSchema = z.strictObject({
  name: z.string().trim().min(1).max(120).optional(),
  email: z.string().trim().toLowerCase().max(180).pipe(z.email()).nullable().optional(),
  role: stakeholderRoleSchema.optional(),
  influence: stakeholderLevelSchema.optional(),
  interest: stakeholderLevelSchema.optional(),
});

export const updateStakeholderInput = stakeholderChangesSchema.extend({
  projectId: idField,
  stakeholderId: idField,
});

/** @throws DomainError NOT_FOUND */
export async function updateStakeholder(
  client: TenantClient,
  input: z.input<typeof updateStakeholderInput>,
): Promise<StakeholderView> {
  const { projectId, stakeholderId, ...changes } = parseInput(updateStakeholderInput, input);
  const where = { id: stakeholderId, projectId, project: { deletedAt: null } };
  const rows = await client.projectStakeholder.updateManyAndReturn({
    where,
    data: withoutUndefined(changes),
  });
  const [row] = rows;
  if (!row) throw new DomainError('NOT_FOUND', 'There is no such stakeholder.');
  return toStakeholder(row);
}
