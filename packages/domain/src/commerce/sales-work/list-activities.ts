import type { Prisma, TenantClient } from '@org/db';
import { z } from 'zod';

import { parseInput } from '../../parse-input.ts';
import { type Page, pageFields, readPage } from '../../read-page.ts';
import { idField } from '../../shared/input-fields.ts';
import { type ActivityView, activityTypeSchema, toActivity } from '../views/sales-work.ts';

/** What a list of activities can be narrowed to. */
export const activityFilters = {
  customerId: idField.optional(),
  userId: idField.optional(),
  type: activityTypeSchema.optional(),
};

export const ACTIVITY_ORDERS = ['-occurredAt', 'occurredAt'] as const;

const inputSchema = z.strictObject({ ...pageFields(ACTIVITY_ORDERS), ...activityFilters });

/** @throws DbError CURSOR_INVALID */
export async function listActivities(
  client: TenantClient,
  input: z.input<typeof inputSchema> = {},
): Promise<Page<ActivityView>> {
  const { limit, cursor, order, ...wanted } = parseInput(inputSchema, input);
  const { customerId, userId, type } = wanted;
  const filters: Prisma.ActivityWhereInput[] = [];
  if (customerId) filters.push({ customerId });
  if (userId) filters.push({ userId });
  if (type) filters.push({ type });
  const found = await readPage(
    client,
    { resource: 'activities', page: { limit, cursor, order }, filters: wanted },
    ({ where, orderBy, take }) =>
      client.activity.findMany({ where: { AND: [...filters, where] }, orderBy, take }),
  );
  return { data: found.data.map(toActivity), page: found.page };
}
