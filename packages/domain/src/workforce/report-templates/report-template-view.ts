import { z } from 'zod';

import { idText } from '../../shared/view-fields.ts';
import { mediaTypeSchema, templateFieldsSchema } from '../reports/template.ts';
import { reportTypeSchema } from '../views/report.ts';

export const reportTemplateSchema = z
  .object({
    id: idText,
    clientId: idText.nullable().describe('Whose sites it is for; null: all'),
    name: z.string(),
    reportType: reportTypeSchema,
    fields: templateFieldsSchema.describe('What a report has to answer'),
    requiredMedia: z.array(mediaTypeSchema),
    isActive: z.boolean(),
  })
  .meta({ id: 'ReportTemplate' });
export type ReportTemplateView = z.output<typeof reportTemplateSchema>;

export function toReportTemplate(
  row: Omit<ReportTemplateView, 'fields'> & { readonly fields: unknown },
): ReportTemplateView {
  const { id, clientId, name, reportType, fields, requiredMedia, isActive } = row;
  return {
    id,
    clientId,
    name,
    reportType,
    fields: templateFieldsSchema.parse(fields),
    requiredMedia: [...requiredMedia],
    isActive,
  };
}
