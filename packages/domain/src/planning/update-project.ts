import type { TenantClient } from '@org/db';
import { z } from 'zod';
import { requireUser } from '../core/require-user.ts';
import { DomainError } from '../errors.ts';
import { parseInput } from '../parse-input.ts';
import { calendarDateIn, fromDateColumn, toDateColumn } from '../shared/calendar-date.ts';
import { inTransaction } from '../shared/in-transaction.ts';
import { idField } from '../shared/input-fields.ts';
import { withoutUndefined } from '../shared/without-undefined.ts';
import { getProject } from './get-project.ts';
import { amountField, currencyField, dayField } from './input-fields.ts';
import { lockProject } from './lock-project.ts';
import { type ProjectView, projectPrioritySchema, projectStatusSchema } from './views/project.ts';

/** What of a project can be changed; what is left out stays. */
export const projectChangesSchema = z.strictObject({
  name: z.string().trim().min(1).max(200).optional(),
  description: z.string().trim().max(4000).optional(),
  status: projectStatusSchema.optional(),
  priority: projectPrioritySchema.optional(),
  startsOn: dayField.optional(),
  dueOn: dayField.optional(),
  completedOn: dayField.optional().describe('The day on which it was done; today when it becomes COMPLETED'),
  budget: z.strictObject({ amount: amountField, currency: currencyField }).nullable().optional(),
  ownerId: idField.optional(),
});

export const updateProjectInput = projectChangesSchema.extend({ projectId: idField });

/**
 * Changes a project. One that becomes COMPLETED is done today in the tenant's time zone, or on the given day; one that
 * is taken up again loses that day.
 *
 * @throws DomainError NOT_FOUND, INPUT_INVALID for a day without COMPLETED; DbError CHECK_VIOLATION for dates out of order
 */
export async function updateProject(
  client: TenantClient,
  input: z.input<typeof updateProjectInput>,
): Promise<ProjectView> {
  const { projectId, budget, startsOn, dueOn, completedOn, ...changes } = parseInput(
    updateProjectInput,
    input,
  );
  await requireUser(client, changes.ownerId);
  return inTransaction(client, async (tx) => {
    const project = await lockProject(tx, projectId);
    const status = changes.status ?? project.status;
    if (completedOn !== undefined && status !== 'COMPLETED') {
      throw new DomainError('INPUT_INVALID', 'Only a project that is COMPLETED has a day of completion.', {
        fields: [{ field: 'completedOn', message: 'needs the status COMPLETED' }],
      });
    }
    const doneOn = async () => {
      if (status !== 'COMPLETED') return null;
      if (completedOn !== undefined) return toDateColumn(completedOn);
      if (project.completedOn) return project.completedOn;
      const settings = await tx.tenantSettings.findFirst({ select: { timezone: true } });
      const today = calendarDateIn(settings?.timezone ?? 'UTC', new Date());
      // Done before it was to start counts as done on the first day.
      return toDateColumn([today, startsOn ?? fromDateColumn(project.startsOn)].sort().at(-1) ?? today);
    };
    await tx.project.updateMany({
      where: { id: projectId },
      data: withoutUndefined({
        ...changes,
        startsOn: startsOn === undefined ? undefined : toDateColumn(startsOn),
        dueOn: dueOn === undefined ? undefined : toDateColumn(dueOn),
        completedOn: await doneOn(),
        ...(budget === undefined
          ? {}
          : { budget: budget?.amount ?? null, currency: budget?.currency ?? null }),
      }),
    });
    return getProject(tx, { projectId });
  });
}
