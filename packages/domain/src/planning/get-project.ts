import type { TenantClient, TenantTransaction } from '@org/db';
import { z } from 'zod';
import { parseInput } from '../parse-input.ts';
import { idField } from '../shared/input-fields.ts';
import { noSuchProject } from './lock-project.ts';
import { type ProjectView, toProject } from './views/project.ts';

export const getProjectInput = z.strictObject({ projectId: idField });

/**
 * One project that was not deleted.
 *
 * @throws DomainError NOT_FOUND
 */
export async function getProject(
  client: TenantClient | TenantTransaction,
  input: z.input<typeof getProjectInput>,
): Promise<ProjectView> {
  const { projectId } = parseInput(getProjectInput, input);
  const project = await client.project.findFirst({ where: { id: projectId } });
  if (!project) throw noSuchProject();
  return toProject(project);
}
