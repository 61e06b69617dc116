import type { TenantClient } from '@org/db';
import { z } from 'zod';

import { DomainError } from '../../errors.ts';
import { parseInput } from '../../parse-input.ts';
import { toDateColumn } from '../../shared/calendar-date.ts';
import { idField } from '../../shared/input-fields.ts';
import { withoutUndefined } from '../../shared/without-undefined.ts';
import { requireReferences } from '../references.ts';
import { type TaskView, taskStatusSchema, toTask } from '../views/sales-work.ts';

/** What can be changed; what is left out stays. */
export const taskChangesSchema = z.strictObject({
  assigneeId: idField.optional(),
  title: z.string().trim().min(1).max(200).optional(),
  status: taskStatusSchema.optional(),
  dueOn: z.iso.date().nullable().optional(),
});

const inputSchema = taskChangesSchema.extend({ taskId: idField });

/**
 * Changes a task; one that becomes DONE is completed now.
 *
 * @throws DomainError NOT_FOUND for the task or the assignee
 */
export async function updateTask(
  client: TenantClient,
  input: z.input<typeof inputSchema>,
): Promise<TaskView> {
  const { taskId: id, dueOn, ...changes } = parseInput(inputSchema, input);
  const { status, assigneeId } = changes;
  await requireReferences(client, { userId: assigneeId });
  const [row] = await client.task.updateManyAndReturn({
    where: { id },
    data: withoutUndefined({
      ...changes,
      dueOn: dueOn === undefined ? undefined : dueOn && toDateColumn(dueOn),
      completedAt: status === undefined ? undefined : status === 'DONE' ? new Date() : null,
    }),
  });
  if (!row) throw new DomainError('NOT_FOUND', 'There is no such task.');
  return toTask(row);
}
