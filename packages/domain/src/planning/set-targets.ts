import type { TenantClient } from '@org/db';
import { z } from 'zod';
import { parseInput } from '../parse-input.ts';
import { inTransaction } from '../shared/in-transaction.ts';
import { idField } from '../shared/input-fields.ts';
import { measureField } from './input-fields.ts';
import { lockProject } from './lock-project.ts';
import { PROJECT_METRICS, type TargetView } from './views/snapshot.ts';

const PERCENTAGES: readonly string[] = ['skill_coverage', 'availability', 'morale'];

/** Targets by metric, as a request says them: a number in the metric's unit. */
export const targetsSchema = z
  .partialRecord(z.enum(PROJECT_METRICS), measureField)
  .superRefine((targets, context) => {
    for (const [metric, value] of Object.entries(targets)) {
      if (PERCENTAGES.includes(metric) && value > 100) {
        context.addIssue({ code: 'custom', path: [metric], message: 'must be at most 100' });
      }
    }
  })
  .meta({ description: 'Persons, percent, days or a count, by metric' });

export const setTargetsInput = z.strictObject({ projectId: idField, targets: targetsSchema });

/**
 * Replaces the targets of a project.
 *
 * @throws DomainError NOT_FOUND
 */
export async function setTargets(
  client: TenantClient,
  input: z.input<typeof setTargetsInput>,
): Promise<TargetView[]> {
  const { projectId, targets } = parseInput(setTargetsInput, input);
  const wanted = PROJECT_METRICS.flatMap((metric) => {
    const value = targets[metric];
    return value === undefined ? [] : [{ metric, value }];
  });
  await inTransaction(client, async (tx) => {
    await lockProject(tx, projectId);
    const present = await tx.projectTarget.findMany({ where: { projectId } });
    await tx.projectTarget.deleteMany({
      where: { projectId, metric: { notIn: wanted.map(({ metric }) => metric) } },
    });
    for (const { metric, value } of wanted) {
      const same = present.find((target) => target.metric === metric);
      if (same) await tx.projectTarget.updateMany({ where: { id: same.id }, data: { value } });
      else await tx.projectTarget.create({ data: { projectId, metric, value } });
    }
  });
  return wanted;
}
