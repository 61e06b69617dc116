import type { TenantClient, TenantTransaction } from '@org/db';
import { z } from 'zod';
import { DomainError, type FieldError } from '../errors.ts';
import { parseInput } from '../parse-input.ts';
import { inTransaction } from '../shared/in-transaction.ts';
import { idField } from '../shared/input-fields.ts';
import { loadReport } from './get-report.ts';
import { notifySupervisors } from './notify.ts';
import { type LockedReport, lockReport, takeStep } from './reports/take-step.ts';
import { mediaTypeOf, templateFieldsSchema } from './reports/template.ts';
import { requireAgent, workforceActorSchema } from './scope.ts';
import { answersSchema, type ReportView } from './views/report.ts';

export const submitReportInput = z.strictObject({ reportId: idField, actor: workforceActorSchema });

/**
 * The author hands a report in: DRAFT becomes SUBMITTED, if it has all that its template asks for. The supervisors are
 * told.
 *
 * @throws DomainError NOT_FOUND, STATE_ILLEGAL, PERMISSION_MISSING; INPUT_INVALID naming what the template misses
 */
export async function submitReport(
  client: TenantClient,
  input: z.input<typeof submitReportInput>,
): Promise<ReportView> {
  const { reportId, actor } = parseInput(submitReportInput, input);
  return inTransaction(client, async (tx) => {
    const agent = await requireAgent(tx, actor);
    const report = await lockReport(tx, reportId);
    if (report.agentId !== agent.id) throw new DomainError('NOT_FOUND', 'There is no such report.');
    const missing = report.status === 'DRAFT' ? await missingOf(tx, report) : [];
    if (missing.length > 0) {
      const list = missing.map(({ field }) => field).join(', ');
      throw new DomainError('INPUT_INVALID', `The template asks for more: ${list}.`, { fields: missing });
    }
    await takeStep(tx, { report, step: 'SUBMIT', actorId: actor.userId });
    const urgent = report.priority === 'CRITICAL' || report.reportType === 'EMERGENCY';
    await notifySupervisors(tx, {
      type: urgent ? 'URGENT' : 'INFO',
      title: `Report submitted: ${report.title}`.slice(0, 200),
      body: `${report.reportType} by ${agent.firstName} ${agent.lastName}`,
    });
    return loadReport(tx, reportId, { kind: 'agent', userId: actor.userId, agentId: agent.id });
  });
}

async function missingOf(tx: TenantTransaction, report: LockedReport): Promise<FieldError[]> {
  if (report.templateId === null) return [];
  const template = await tx.reportTemplate.findFirstOrThrow({ where: { id: report.templateId } });
  const answers = answersSchema.parse(report.answers);
  const fields = templateFieldsSchema
    .parse(template.fields)
    .filter(({ key, required }) => required && (answers[key] === undefined || answers[key] === ''))
    .map(({ key, label }) => ({ field: `answers.${key}`, message: `is required: ${label}` }));
  const media = await tx.mediaFile.findMany({
    where: { ownerEntity: 'Report', ownerId: report.id },
    select: { mimeType: true },
  });
  const there = new Set(media.map(({ mimeType }) => mediaTypeOf(mimeType)));
  const wanted = template.requiredMedia.filter((type) => !there.has(type));
  return [...fields, ...wanted.map((type) => ({ field: 'media', message: `is required: ${type}` }))];
}
