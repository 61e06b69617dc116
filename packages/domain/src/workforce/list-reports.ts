import type { Prisma, TenantClient } from '@org/db';
import { z } from 'zod';
import { parseInput } from '../parse-input.ts';
import { type Page, pageFields, readPage } from '../read-page.ts';
import { dateOrMomentField, idField, startOf, startOfNext } from '../shared/input-fields.ts';
import { reportFilter } from './get-report.ts';
import { scopeOf, workforceActorSchema } from './scope.ts';
import {
  type ReportSummaryView,
  reportPrioritySchema,
  reportStatusSchema,
  reportTypeSchema,
  toReportSummary,
} from './views/report.ts';

export const reportFilters = {
  status: reportStatusSchema.optional(),
  reportType: reportTypeSchema.optional(),
  priority: reportPrioritySchema.optional(),
  siteId: idField.optional(),
  agentId: idField.optional(),
  from: dateOrMomentField.optional().describe('Made at this moment or later'),
  to: dateOrMomentField.optional().describe('Made before this moment; a day is included'),
};

export const REPORT_ORDERS = ['-createdAt', 'createdAt'] as const;

export const listReportsInput = z.strictObject({
  ...pageFields(REPORT_ORDERS),
  ...reportFilters,
  actor: workforceActorSchema,
});

/**
 * Reports, latest first. An agent gets its own, a client the approved ones of its sites.
 *
 * @throws DbError CURSOR_INVALID
 */
export async function listReports(
  client: TenantClient,
  input: z.input<typeof listReportsInput>,
): Promise<Page<ReportSummaryView>> {
  const { limit, cursor, order, actor, ...wanted } = parseInput(listReportsInput, input);
  const { status, reportType, priority, siteId, agentId, from, to } = wanted;
  const visible = reportFilter(await scopeOf(client, actor));
  if (visible === null) return { data: [], page: { next: null, previous: null } };
  const filters: Prisma.ReportWhereInput[] = [visible];
  if (status) filters.push({ status });
  if (reportType) filters.push({ reportType });
  if (priority) filters.push({ priority });
  if (siteId) filters.push({ siteId });
  if (agentId) filters.push({ agentId });
  if (from) filters.push({ createdAt: { gte: startOf(from) } });
  if (to) filters.push({ createdAt: { lt: startOfNext(to) } });
  const found = await readPage(
    client,
    { resource: 'reports', page: { limit, cursor, order }, filters: { ...wanted, actor: actor.userId } },
    ({ where, orderBy, take }) =>
      client.report.findMany({ where: { AND: [...filters, where] }, orderBy, take }),
  );
  return { data: found.data.map(toReportSummary), page: found.page };
}
