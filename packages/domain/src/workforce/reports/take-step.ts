import type { TenantTransaction } from '@org/db';
import type { z } from 'zod';

import { DomainError } from '../../errors.ts';
import type { ReportStatus, workflowDecisionSchema, workflowStepSchema } from '../views/report.ts';

type Step = z.output<typeof workflowStepSchema>;
type Decision = z.output<typeof workflowDecisionSchema>;

/** From where to where each step goes. The database has the same list as a check of what is recorded. */
const STEPS: Readonly<
  Record<Step, { readonly from: readonly ReportStatus[]; readonly to: ReportStatus | Decision }>
> = {
  SUBMIT: { from: ['DRAFT'], to: 'SUBMITTED' },
  REVIEW: { from: ['SUBMITTED'], to: 'UNDER_REVIEW' },
  DECISION: { from: ['UNDER_REVIEW'], to: 'APPROVED' },
  REOPEN: { from: ['REJECTED'], to: 'DRAFT' },
  ARCHIVE: { from: ['APPROVED', 'REJECTED'], to: 'ARCHIVED' },
};

/** A report whose row this transaction holds. */
export type LockedReport = NonNullable<Awaited<ReturnType<TenantTransaction['report']['findFirst']>>>;

interface StepToTake {
  readonly report: LockedReport;
  readonly step: Step;
  readonly decision?: Decision;
  readonly actorId: string;
  readonly comment?: string | undefined;
}

/**
 * Locks a report until the end of the transaction.
 *
 * @throws DomainError NOT_FOUND
 */
export async function lockReport(tx: TenantTransaction, reportId: string): Promise<LockedReport> {
  await tx.$queryRaw`SELECT FROM workforce.reports WHERE id = ${reportId}::uuid FOR NO KEY UPDATE`;
  const report = await tx.report.findFirst({ where: { id: reportId } });
  if (!report) throw new DomainError('NOT_FOUND', 'There is no such report.');
  return report;
}

/**
 * Takes a report one step on, and records who did it.
 *
 * @throws DomainError STATE_ILLEGAL
 */
export async function takeStep(tx: TenantTransaction, input: StepToTake): Promise<void> {
  const { report, step, decision, actorId, comment = '' } = input;
  const { from, to } = STEPS[step];
  if (!from.includes(report.status)) {
    throw new DomainError(
      'STATE_ILLEGAL',
      `The report is ${report.status}. The step ${step} is for one that is ${from.join(' or ')}.`,
    );
  }
  const toStatus = decision ?? to;
  await tx.report.updateMany({
    where: { id: report.id },
    data: { status: toStatus, ...(step === 'SUBMIT' ? { submittedAt: new Date() } : {}) },
  });
  await tx.reportWorkflow.create({
    data: {
      reportId: report.id,
      actorId,
      step,
      decision: decision ?? null,
      fromStatus: report.status,
      toStatus,
      comment,
    },
    select: { id: true },
  });
}
