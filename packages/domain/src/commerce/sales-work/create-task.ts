import type { TenantClient } from '@org/db';
import { z } from 'zod';

import { parseInput } from '../../parse-input.ts';
import { toDateColumn } from '../../shared/calendar-date.ts';
import { idField } from '../../shared/input-fields.ts';
import { requireReferences } from '../references.ts';
import { type TaskView, toTask } from '../views/sales-work.ts';

export const createTaskInput = z.strictObject({
  customerId: idField.nullable().default(null),
  assigneeId: idField,
  title: z.string().trim().min(1).max(200),
  dueOn: z.iso.date().nullable().default(null),
});

/**
 * Gives somebody a task.
 *
 * @throws DomainError NOT_FOUND for customer or assignee
 */
export async function createTask(
  client: TenantClient,
  input: z.input<typeof createTaskInput>,
): Promise<TaskView> {
  const { dueOn, ...data } = parseInput(createTaskInput, input);
  await requireReferences(client, { customerId: data.customerId, userId: data.assigneeId });
  return toTask(
    await client.task.create({ data: { ...data, dueOn: dueOn === null ? null : toDateColumn(dueOn) } }),
  );
}
