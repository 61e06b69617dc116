import type { Prisma, TenantClient } from '@org/db';
import { z } from 'zod';
import { parseInput } from '../parse-input.ts';
import { type Page, pageFields, readPage } from '../read-page.ts';
import { dateOrMomentField, idField, startOf, startOfNext } from '../shared/input-fields.ts';
import { scopeOf, siteAndAgentFilter, workforceActorSchema } from './scope.ts';
import { type ShiftView, shiftStatusSchema, toShift } from './views/shift.ts';

export const shiftFilters = {
  status: shiftStatusSchema.optional(),
  siteId: idField.optional(),
  agentId: idField.optional(),
  unassigned: z.boolean().optional().describe('Only those that nobody has yet'),
  from: dateOrMomentField.optional().describe('Begins at this moment or later; a day starts at midnight UTC'),
  to: dateOrMomentField.optional().describe('Begins before this moment; a day is included, to midnight UTC'),
};

export const SHIFT_ORDERS = ['startTime', '-startTime'] as const;

export const listShiftsInput = z.strictObject({
  ...pageFields(SHIFT_ORDERS),
  ...shiftFilters,
  actor: workforceActorSchema,
});

/**
 * Shifts by their beginning. An agent gets its own, a client those of its sites.
 *
 * @throws DbError CURSOR_INVALID
 */
export async function listShifts(
  client: TenantClient,
  input: z.input<typeof listShiftsInput>,
): Promise<Page<ShiftView>> {
  const { limit, cursor, order, actor, ...wanted } = parseInput(listShiftsInput, input);
  const { status, siteId, agentId, unassigned, from, to } = wanted;
  const visible = siteAndAgentFilter(await scopeOf(client, actor));
  if (visible === null) return { data: [], page: { next: null, previous: null } };
  const filters: Prisma.ShiftWhereInput[] = [visible];
  if (status) filters.push({ status });
  if (siteId) filters.push({ siteId });
  if (agentId) filters.push({ agentId });
  if (unassigned) filters.push({ agentId: null, status: 'SCHEDULED' });
  if (from) filters.push({ startTime: { gte: startOf(from) } });
  if (to) filters.push({ startTime: { lt: startOfNext(to) } });
  const found = await readPage(
    client,
    { resource: 'shifts', page: { limit, cursor, order }, filters: { ...wanted, visible } },
    ({ where, orderBy, take }) =>
      client.shift.findMany({ where: { AND: [...filters, where] }, orderBy, take }),
  );
  return { data: found.data.map(toShift), page: found.page };
}
