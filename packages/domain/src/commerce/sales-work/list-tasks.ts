import type { Prisma, TenantClient } from '@org/db';
import { z } from 'zod';

import { parseInput } from '../../parse-input.ts';
import { type Page, pageFields, readPage } from '../../read-page.ts';
import { idField } from '../../shared/input-fields.ts';
import { type TaskView, taskStatusSchema, toTask } from '../views/sales-work.ts';

/** What a list of tasks can be narrowed to. */
export const taskFilters = {
  customerId: idField.optional(),
  assigneeId: idField.optional(),
  status: taskStatusSchema.optional(),
};

export const TASK_ORDERS = ['-createdAt', 'createdAt'] as const;

const inputSchema = z.strictObject({ ...pageFields(TASK_ORDERS), ...taskFilters });

/** @throws DbError CURSOR_INVALID */
export async function listTasks(
  client: TenantClient,
  input: z.input<typeof inputSchema> = {},
): Promise<Page<TaskView>> {
  const { limit, cursor, order, ...wanted } = parseInput(inputSchema, input);
  const { customerId, assigneeId, status } = wanted;
  const filters: Prisma.TaskWhereInput[] = [];
  if (customerId) filters.push({ customerId });
  if (assigneeId) filters.push({ assigneeId });
  if (status) filters.push({ status });
  const found = await readPage(
    client,
    { resource: 'tasks', page: { limit, cursor, order }, filters: wanted },
    ({ where, orderBy, take }) =>
      client.task.findMany({ where: { AND: [...filters, where] }, orderBy, take }),
  );
  return { data: found.data.map(toTask), page: found.page };
}
