import type { TenantClient } from '@org/db';
import { z } from 'zod';
import { DomainError } from '../../errors.ts';
import { parseInput } from '../../parse-input.ts';
import { inTransaction } from '../../shared/in-transaction.ts';
import { idField } from '../../shared/input-fields.ts';
import { withoutUndefined } from '../../shared/without-undefined.ts';
import { requireTemplateClient, templateContent } from './create-report-template.ts';
import { type ReportTemplateView, toReportTemplate } from './report-template-view.ts';

/** What of a template can be changed; what is left out stays. Its type is for ever. */
export const reportTemplateChangesSchema = z
  .strictObject({
    ...templateContent,
    isActive: z.boolean().describe('false: no new reports by it'),
  })
  .partial();

export const updateReportTemplateInput = reportTemplateChangesSchema.extend({ templateId: idField });

/**
 * Changes a template. Reports that are begun are submitted by what it says then; those that were submitted stay.
 *
 * @throws DomainError NOT_FOUND; DbError UNIQUE_VIOLATION when the name is taken
 */
export async function updateReportTemplate(
  client: TenantClient,
  input: z.input<typeof updateReportTemplateInput>,
): Promise<ReportTemplateView> {
  const { templateId, ...changes } = parseInput(updateReportTemplateInput, input);
  return inTransaction(client, async (tx) => {
    if (changes.clientId) await requireTemplateClient(tx, changes.clientId);
    const { count } = await tx.reportTemplate.updateMany({
      where: { id: templateId },
      data: withoutUndefined(changes),
    });
    if (count === 0) throw new DomainError('NOT_FOUND', 'There is no such template.');
    return toReportTemplate(await tx.reportTemplate.findFirstOrThrow({ where: { id: templateId } }));
  });
}
