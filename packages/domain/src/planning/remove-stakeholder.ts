import type { TenantClient } from '@org/db';
import { z } from 'zod';
import { DomainError } from '../errors.ts';
import { parseInput } from '../parse-input.ts';
import { idField } from '../shared/input-fields.ts';

export const removeStakeholderInput = z.strictObject({ projectId: idField, stakeholderId: idField });

/** @throws DomainError NOT_FOUND */
export async function removeStakeholder(
  client: TenantClient,
  input: z.input<typeof removeStakeholderInput>,
): Promise<void> {
  const { projectId, stakeholderId } = parseInput(removeStakeholderInput, input);
  const { count } = await client.projectStakeholder.deleteMany({
    where: { id: stakeholderId, projectId, project: { deletedAt: null } },
  });
  if (count === 0) throw new DomainError('NOT_FOUND', 'There is no such stakeholder.');
}
