import type { Prisma, TenantClient } from '@org/db';
import { z } from 'zod';
import { parseInput } from '../../parse-input.ts';
import { type Page, pageFields, readPage } from '../../read-page.ts';
import { idField } from '../../shared/input-fields.ts';
import { scopeOf, workforceActorSchema } from '../scope.ts';
import { reportTypeSchema } from '../views/report.ts';
import { type ReportTemplateView, toReportTemplate } from './report-template-view.ts';

export const reportTemplateFilters = {
  reportType: reportTypeSchema.optional(),
  clientId: idField.optional(),
  isActive: z.boolean().optional(),
};

export const REPORT_TEMPLATE_ORDERS = ['name', '-name'] as const;

export const listReportTemplatesInput = z.strictObject({
  ...pageFields(REPORT_TEMPLATE_ORDERS),
  ...reportTemplateFilters,
  actor: workforceActorSchema,
});

/**
 * What reports have to answer, by name. A client sees what is for it or for all.
 *
 * @throws DbError CURSOR_INVALID
 */
export async function listReportTemplates(
  client: TenantClient,
  input: z.input<typeof listReportTemplatesInput>,
): Promise<Page<ReportTemplateView>> {
  const { limit, cursor, order, actor, ...wanted } = parseInput(listReportTemplatesInput, input);
  const scope = await scopeOf(client, actor);
  if (scope.kind === 'none') return { data: [], page: { next: null, previous: null } };
  const filters: Prisma.ReportTemplateWhereInput[] = [];
  if (scope.kind === 'client') filters.push({ OR: [{ clientId: null }, { clientId: scope.clientId }] });
  if (wanted.reportType) filters.push({ reportType: wanted.reportType });
  if (wanted.clientId) filters.push({ clientId: wanted.clientId });
  if (wanted.isActive !== undefined) filters.push({ isActive: wanted.isActive });
  const found = await readPage(
    client,
    {
      resource: 'report-templates',
      page: { limit, cursor, order },
      filters: { ...wanted, actor: actor.userId },
    },
    ({ where, orderBy, take }) =>
      client.reportTemplate.findMany({ where: { AND: [...filters, where] }, orderBy, take }),
  );
  return { page: found.page, data: found.data.map(toReportTemplate) };
}
