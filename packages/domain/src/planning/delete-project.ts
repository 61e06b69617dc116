import type { TenantClient } from '@org/db';
import { z } from 'zod';
import { parseInput } from '../parse-input.ts';
import { idField } from '../shared/input-fields.ts';
import { noSuchProject } from './lock-project.ts';

export const deleteProjectInput = z.strictObject({ projectId: idField });

/**
 * Deletes a project softly: it vanishes from lists, analyses and predictions; its history stays.
 *
 * @throws DomainError NOT_FOUND
 */
export async function deleteProject(
  client: TenantClient,
  input: z.input<typeof deleteProjectInput>,
): Promise<void> {
  const { projectId } = parseInput(deleteProjectInput, input);
  const { count } = await client.project.deleteMany({ where: { id: projectId } });
  if (count === 0) throw noSuchProject();
}
