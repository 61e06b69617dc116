import type { Prisma, TenantClient } from '@org/db';
import { z } from 'zod';
import { parseInput } from '../parse-input.ts';
import { type Page, pageFields, readPage } from '../read-page.ts';
import { dateOrMomentField, idField, startOf, startOfNext } from '../shared/input-fields.ts';
import { scopeOf, siteAndAgentFilter, workforceActorSchema } from './scope.ts';
import {
  type AttendanceView,
  attendanceStatusSchema,
  toAttendance,
  withValidations,
} from './views/attendance.ts';

export const attendanceFilters = {
  status: attendanceStatusSchema.optional(),
  siteId: idField.optional(),
  agentId: idField.optional(),
  from: dateOrMomentField.optional().describe('Clocked in at this moment or later'),
  to: dateOrMomentField.optional().describe('Clocked in before this moment; a day is included'),
};

export const ATTENDANCE_ORDERS = ['-clockInTime', 'clockInTime'] as const;

export const listAttendanceInput = z.strictObject({
  ...pageFields(ATTENDANCE_ORDERS),
  ...attendanceFilters,
  actor: workforceActorSchema,
});

/**
 * Who was at work when, latest first. An agent gets its own, a client those of its sites.
 *
 * @throws DbError CURSOR_INVALID
 */
export async function listAttendance(
  client: TenantClient,
  input: z.input<typeof listAttendanceInput>,
): Promise<Page<AttendanceView>> {
  const { limit, cursor, order, actor, ...wanted } = parseInput(listAttendanceInput, input);
  const { status, siteId, agentId, from, to } = wanted;
  const visible = siteAndAgentFilter(await scopeOf(client, actor));
  if (visible === null) return { data: [], page: { next: null, previous: null } };
  const filters: Prisma.AttendanceWhereInput[] = [visible];
  if (status) filters.push({ status });
  if (siteId) filters.push({ siteId });
  if (agentId) filters.push({ agentId });
  if (from) filters.push({ clockInTime: { gte: startOf(from) } });
  if (to) filters.push({ clockInTime: { lt: startOfNext(to) } });
  const found = await readPage(
    client,
    { resource: 'attendance', page: { limit, cursor, order }, filters: { ...wanted, visible } },
    ({ where, orderBy, take }) =>
      client.attendance.findMany({
        where: { AND: [...filters, where] },
        orderBy,
        take,
        include: withValidations,
      }),
  );
  return { data: found.data.map(toAttendance), page: found.page };
}
