import type { TenantClient, TenantTransaction } from '@org/db';
import { z } from 'zod';
import { DomainError } from '../../errors.ts';
import { parseInput } from '../../parse-input.ts';
import { inTransaction } from '../../shared/in-transaction.ts';
import { idField } from '../../shared/input-fields.ts';
import { mediaTypeSchema, templateFieldsSchema } from '../reports/template.ts';
import { reportTypeSchema } from '../views/report.ts';
import { type ReportTemplateView, toReportTemplate } from './report-template-view.ts';

/** What a template says. */
export const templateContent = {
  name: z.string().trim().min(1).max(120),
  clientId: idField.nullable().describe('Whose sites it is for; null: all'),
  fields: templateFieldsSchema.refine(
    (fields) => new Set(fields.map(({ key }) => key)).size === fields.length,
    'must have each key once',
  ),
  requiredMedia: z.array(mediaTypeSchema).max(4),
};

export const createReportTemplateInput = z.strictObject({
  reportType: reportTypeSchema,
  ...templateContent,
  clientId: templateContent.clientId.default(null),
  fields: templateContent.fields.default([]),
  requiredMedia: templateContent.requiredMedia.default([]),
});

/** @throws DomainError NOT_FOUND */
export async function requireTemplateClient(tx: TenantTransaction, clientId: string): Promise<void> {
  const found = await tx.client.findFirst({ where: { id: clientId }, select: { id: true } });
  if (!found) throw new DomainError('NOT_FOUND', 'There is no such client.');
}

/**
 * Says what reports of a type have to answer, for one client's sites or for all.
 *
 * @throws DomainError NOT_FOUND; DbError UNIQUE_VIOLATION when the name is taken
 */
export async function createReportTemplate(
  client: TenantClient,
  input: z.input<typeof createReportTemplateInput>,
): Promise<ReportTemplateView> {
  const template = parseInput(createReportTemplateInput, input);
  return inTransaction(client, async (tx) => {
    if (template.clientId !== null) await requireTemplateClient(tx, template.clientId);
    return toReportTemplate(await tx.reportTemplate.create({ data: template }));
  });
}
