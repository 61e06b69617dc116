import type { Prisma, TenantClient } from '@org/db';
import { z } from 'zod';

import { parseInput } from '../../parse-input.ts';
import { type Page, pageFields, readPage } from '../../read-page.ts';
import { toDateColumn } from '../../shared/calendar-date.ts';
import { idField } from '../../shared/input-fields.ts';
import { type CallPlanView, callPlanStatusSchema, toCallPlan } from '../views/sales-work.ts';

/** What a list of call plans can be narrowed to. */
export const callPlanFilters = {
  customerId: idField.optional(),
  userId: idField.optional(),
  status: callPlanStatusSchema.optional(),
  from: z.iso.date().optional(),
  to: z.iso.date().optional().describe('The last day'),
};

export const CALL_PLAN_ORDERS = ['plannedOn', '-plannedOn'] as const;

const inputSchema = z.strictObject({ ...pageFields(CALL_PLAN_ORDERS), ...callPlanFilters });

/** @throws DbError CURSOR_INVALID */
export async function listCallPlans(
  client: TenantClient,
  input: z.input<typeof inputSchema> = {},
): Promise<Page<CallPlanView>> {
  const { limit, cursor, order, ...wanted } = parseInput(inputSchema, input);
  const { customerId, userId, status, from, to } = wanted;
  const filters: Prisma.CallPlanWhereInput[] = [];
  if (customerId) filters.push({ customerId });
  if (userId) filters.push({ userId });
  if (status) filters.push({ status });
  if (from) filters.push({ plannedOn: { gte: toDateColumn(from) } });
  if (to) filters.push({ plannedOn: { lte: toDateColumn(to) } });
  const found = await readPage(
    client,
    { resource: 'call-plans', page: { limit, cursor, order }, filters: wanted },
    ({ where, orderBy, take }) =>
      client.callPlan.findMany({ where: { AND: [...filters, where] }, orderBy, take }),
  );
  return { data: found.data.map(toCallPlan), page: found.page };
}
