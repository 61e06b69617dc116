import type { TenantClient } from '@org/db';
import { z } from 'zod';
import { parseInput } from '../parse-input.ts';
import { inTransaction } from '../shared/in-transaction.ts';
import { idField } from '../shared/input-fields.ts';
import { loadReport } from './get-report.ts';
import { lockReport, takeStep } from './reports/take-step.ts';
import type { ReportView } from './views/report.ts';

export const archiveReportInput = z.strictObject({ reportId: idField, actorId: idField });

/**
 * A supervisor closes a report for good: APPROVED or REJECTED becomes ARCHIVED.
 *
 * @throws DomainError NOT_FOUND, STATE_ILLEGAL
 */
export async function archiveReport(
  client: TenantClient,
  input: z.input<typeof archiveReportInput>,
): Promise<ReportView> {
  const { reportId, actorId } = parseInput(archiveReportInput, input);
  return inTransaction(client, async (tx) => {
    await takeStep(tx, { report: await lockReport(tx, reportId), step: 'ARCHIVE', actorId });
    return loadReport(tx, reportId, { kind: 'all', userId: actorId });
  });
}
