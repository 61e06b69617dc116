import type { TenantClient } from '@org/db';
import { z } from 'zod';
import { DomainError } from '../errors.ts';
import { parseInput } from '../parse-input.ts';
import { inTransaction } from '../shared/in-transaction.ts';
import { idField } from '../shared/input-fields.ts';
import { loadReport } from './get-report.ts';
import { notifyUser } from './notify.ts';
import { lockReport, takeStep } from './reports/take-step.ts';
import { type ReportView, workflowDecisionSchema } from './views/report.ts';

export const reportDecisionSchema = z
  .strictObject({ decision: workflowDecisionSchema, comment: z.string().trim().max(2000).default('') })
  .refine(({ decision, comment }) => decision === 'APPROVED' || comment !== '', {
    path: ['comment'],
    error: 'is needed to reject: say what is wrong',
  });

export const decideReportInput = reportDecisionSchema.safeExtend({ reportId: idField, actorId: idField });

/**
 * A supervisor approves or rejects a report: UNDER_REVIEW becomes APPROVED or REJECTED. Nobody decides on his own. The
 * author is told. Of many decisions at once exactly one counts.
 *
 * @throws DomainError NOT_FOUND, STATE_ILLEGAL, CONFLICT
 */
export async function decideReport(
  client: TenantClient,
  input: z.input<typeof decideReportInput>,
): Promise<ReportView> {
  const { reportId, actorId, decision, comment } = parseInput(decideReportInput, input);
  return inTransaction(client, async (tx) => {
    const report = await lockReport(tx, reportId);
    const author = await tx.agent.findFirstOrThrow({
      where: { id: report.agentId },
      select: { userId: true },
    });
    if (author.userId === actorId) throw new DomainError('CONFLICT', 'Nobody decides on his own report.');
    await takeStep(tx, { report, step: 'DECISION', decision, actorId, comment });
    await notifyUser(tx, author.userId, {
      type: decision === 'APPROVED' ? 'INFO' : 'WARNING',
      title: `Report ${decision === 'APPROVED' ? 'approved' : 'rejected'}: ${report.title}`.slice(0, 200),
      body: comment,
    });
    return loadReport(tx, reportId, { kind: 'all', userId: actorId });
  });
}
