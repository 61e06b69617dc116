import type { TenantClient } from '@org/db';
import { z } from 'zod';
import { parseInput } from '../parse-input.ts';
import { inTransaction } from '../shared/in-transaction.ts';
import { idField } from '../shared/input-fields.ts';
import { loadReport } from './get-report.ts';
import { lockReport, takeStep } from './reports/take-step.ts';
import type { ReportView } from './views/report.ts';

export const reviewReportInput = z.strictObject({ reportId: idField, actorId: idField });

/**
 * A supervisor takes a report up: SUBMITTED becomes UNDER_REVIEW.
 *
 * @throws DomainError NOT_FOUND, STATE_ILLEGAL
 */
export async function reviewReport(
  client: TenantClient,
  input: z.input<typeof reviewReportInput>,
): Promise<ReportView> {
  const { reportId, actorId } = parseInput(reviewReportInput, input);
  return inTransaction(client, async (tx) => {
    await takeStep(tx, { report: await lockReport(tx, reportId), step: 'REVIEW', actorId });
    return loadReport(tx, reportId, { kind: 'all', userId: actorId });
  });
}
