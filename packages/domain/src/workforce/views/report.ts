import { z } from 'zod';
import { idText, moment, momentOrNull, momentText } from '../../shared/view-fields.ts';

export const reportTypeSchema = z.enum(['PATROL', 'INCIDENT', 'INSPECTION', 'MAINTENANCE', 'EMERGENCY']);
export const reportStatusSchema = z.enum([
  'DRAFT',
  'SUBMITTED',
  'UNDER_REVIEW',
  'APPROVED',
  'REJECTED',
  'ARCHIVED',
]);
export type ReportStatus = z.output<typeof reportStatusSchema>;
export const reportPrioritySchema = z.enum(['LOW', 'NORMAL', 'HIGH', 'CRITICAL']);
export const workflowStepSchema = z.enum(['SUBMIT', 'REVIEW', 'DECISION', 'REOPEN', 'ARCHIVE']);
export const workflowDecisionSchema = z.enum(['APPROVED', 'REJECTED']);

/** Answers to the fields of a template, by their key. */
export const answersSchema = z.record(
  z.string().regex(/^[a-z][a-zA-Z0-9]{0,49}$/),
  z.union([z.string().max(4000), z.number(), z.boolean()]),
);

export const reportSummarySchema = z
  .object({
    id: idText,
    siteId: idText,
    agentId: idText,
    shiftId: idText.nullable(),
    templateId: idText.nullable(),
    reportType: reportTypeSchema,
    status: reportStatusSchema,
    priority: reportPrioritySchema,
    title: z.string(),
    occurredAt: momentText,
    submittedAt: momentText.nullable(),
  })
  .meta({ id: 'ReportSummary' });
export type ReportSummaryView = z.output<typeof reportSummarySchema>;

export const reportSchema = reportSummarySchema
  .extend({
    body: z.string(),
    answers: answersSchema,
    steps: z.array(
      z.object({
        step: workflowStepSchema,
        decision: workflowDecisionSchema.nullable(),
        fromStatus: reportStatusSchema,
        toStatus: reportStatusSchema,
        actorId: idText,
        comment: z.string(),
        at: momentText,
      }),
    ),
    media: z.array(
      z.object({
        id: idText,
        fileName: z.string(),
        mimeType: z.string(),
        size: z.number().describe('Bytes'),
      }),
    ),
  })
  .meta({ id: 'Report' });
export type ReportView = z.output<typeof reportSchema>;

interface ReportRow {
  readonly id: string;
  readonly siteId: string;
  readonly agentId: string;
  readonly shiftId: string | null;
  readonly templateId: string | null;
  readonly reportType: z.output<typeof reportTypeSchema>;
  readonly status: ReportStatus;
  readonly priority: z.output<typeof reportPrioritySchema>;
  readonly title: string;
  readonly occurredAt: Date;
  readonly submittedAt: Date | null;
}

export function toReportSummary(row: ReportRow): ReportSummaryView {
  return {
    id: row.id,
    siteId: row.siteId,
    agentId: row.agentId,
    shiftId: row.shiftId,
    templateId: row.templateId,
    reportType: row.reportType,
    status: row.status,
    priority: row.priority,
    title: row.title,
    occurredAt: moment(row.occurredAt),
    submittedAt: momentOrNull(row.submittedAt),
  };
}
