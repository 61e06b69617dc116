import type { TenantClient } from '@org/db';
import { z } from 'zod';
import { DomainError } from '../errors.ts';
import { parseInput } from '../parse-input.ts';
import { inTransaction } from '../shared/in-transaction.ts';
import { idField } from '../shared/input-fields.ts';
import { loadReport } from './get-report.ts';
import { lockReport, takeStep } from './reports/take-step.ts';
import { requireAgent, workforceActorSchema } from './scope.ts';
import type { ReportView } from './views/report.ts';

export const reopenReportInput = z.strictObject({ reportId: idField, actor: workforceActorSchema });

/**
 * The author takes a rejected report up again: REJECTED becomes DRAFT.
 *
 * @throws DomainError NOT_FOUND, STATE_ILLEGAL, PERMISSION_MISSING
 */
export async function reopenReport(
  client: TenantClient,
  input: z.input<typeof reopenReportInput>,
): Promise<ReportView> {
  const { reportId, actor } = parseInput(reopenReportInput, input);
  return inTransaction(client, async (tx) => {
    const agent = await requireAgent(tx, actor);
    const report = await lockReport(tx, reportId);
    if (report.agentId !== agent.id) throw new DomainError('NOT_FOUND', 'There is no such report.');
    await takeStep(tx, { report, step: 'REOPEN', actorId: actor.userId });
    return loadReport(tx, reportId, { kind: 'agent', userId: actor.userId, agentId: agent.id });
  });
}
