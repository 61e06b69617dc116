import type { TenantClient } from '@org/db';
import { z } from 'zod';
import { DomainError } from '../errors.ts';
import { parseInput } from '../parse-input.ts';
import { inTransaction } from '../shared/in-transaction.ts';
import { idField } from '../shared/input-fields.ts';
import { withoutUndefined } from '../shared/without-undefined.ts';
import { reportContentFields } from './create-report.ts';
import { loadReport } from './get-report.ts';
import { lockReport } from './reports/take-step.ts';
import { requireAgent, workforceActorSchema } from './scope.ts';
import type { ReportView } from './views/report.ts';

export const reportChangesSchema = z.strictObject(reportContentFields).partial();

export const updateReportInput = reportChangesSchema.extend({
  reportId: idField,
  actor: workforceActorSchema,
});

/**
 * The author changes a report that is still a DRAFT.
 *
 * @throws DomainError NOT_FOUND, STATE_ILLEGAL, PERMISSION_MISSING
 */
export async function updateReport(
  client: TenantClient,
  input: z.input<typeof updateReportInput>,
): Promise<ReportView> {
  const { reportId, actor, ...changes } = parseInput(updateReportInput, input);
  return inTransaction(client, async (tx) => {
    const agent = await requireAgent(tx, actor);
    const report = await lockReport(tx, reportId);
    if (report.agentId !== agent.id) throw new DomainError('NOT_FOUND', 'There is no such report.');
    if (report.status !== 'DRAFT') {
      throw new DomainError('STATE_ILLEGAL', `The report is ${report.status}. Only a DRAFT can be changed.`);
    }
    await tx.report.updateMany({ where: { id: reportId }, data: withoutUndefined(changes) });
    return loadReport(tx, reportId, { kind: 'agent', userId: actor.userId, agentId: agent.id });
  });
}
