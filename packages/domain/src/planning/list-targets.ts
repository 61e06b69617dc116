import type { TenantClient } from '@org/db';
import { z } from 'zod';
import { parseInput } from '../parse-input.ts';
import { idField } from '../shared/input-fields.ts';
import { requireProject } from './lock-project.ts';
import type { TargetView } from './views/snapshot.ts';

export const listTargetsInput = z.strictObject({ projectId: idField });

/**
 * What a project aims at: at most one target for each metric.
 *
 * @throws DomainError NOT_FOUND
 */
export async function listTargets(
  client: TenantClient,
  input: z.input<typeof listTargetsInput>,
): Promise<TargetView[]> {
  const { projectId } = parseInput(listTargetsInput, input);
  await requireProject(client, projectId);
  const rows = await client.projectTarget.findMany({ where: { projectId }, orderBy: { metric: 'asc' } });
  return rows.map(({ metric, value }) => ({ metric, value: Number(value) }));
}
