import type { TenantClient } from '@org/db';
import { z } from 'zod';
import { DomainError } from '../errors.ts';
import { parseInput } from '../parse-input.ts';
import { inTransaction } from '../shared/in-transaction.ts';
import { idempotencyKeyField, idField } from '../shared/input-fields.ts';
import { loadReport } from './get-report.ts';
import { momentField } from './input-fields.ts';
import { lockKey } from './lock-key.ts';
import { requireAgent, workforceActorSchema } from './scope.ts';
import { answersSchema, type ReportView, reportPrioritySchema, reportTypeSchema } from './views/report.ts';

/** What the author of a report says. */
export const reportContentFields = {
  priority: reportPrioritySchema,
  title: z.string().trim().min(1).max(200),
  body: z.string().max(20_000),
  answers: answersSchema.describe('To the fields of the template, by their key'),
};

export const reportRequestSchema = z.strictObject({
  siteId: idField,
  shiftId: idField.optional(),
  templateId: idField.optional().describe('One of the type, for the client of the site or for all'),
  reportType: reportTypeSchema,
  ...reportContentFields,
  priority: reportPrioritySchema.default('NORMAL'),
  body: z.string().max(20_000).default(''),
  answers: answersSchema.default({}),
  occurredAt: momentField.optional().describe('By default now'),
  idempotencyKey: idempotencyKeyField.optional(),
});

export const createReportInput = reportRequestSchema.extend({ actor: workforceActorSchema });

/**
 * An agent begins a report of a site: a DRAFT. Repeated with the same key it is done once.
 *
 * @throws DomainError NOT_FOUND, PERMISSION_MISSING (no agent), IDEMPOTENCY_KEY_REUSED
 */
export async function createReport(
  client: TenantClient,
  input: z.input<typeof createReportInput>,
): Promise<ReportView> {
  const { actor, idempotencyKey, occurredAt, ...wanted } = parseInput(createReportInput, input);
  return inTransaction(client, async (tx) => {
    const agent = await requireAgent(tx, actor);
    const scope = { kind: 'agent', userId: actor.userId, agentId: agent.id } as const;
    if (idempotencyKey !== undefined) {
      await lockKey(tx, 'report', idempotencyKey);
      const done = await tx.report.findFirst({ where: { idempotencyKey } });
      if (done) {
        const same =
          done.agentId === agent.id && done.siteId === wanted.siteId && done.reportType === wanted.reportType;
        if (!same) throw new DomainError('IDEMPOTENCY_KEY_REUSED');
        return loadReport(tx, done.id, scope);
      }
    }
    const site = await tx.site.findFirst({ where: { id: wanted.siteId }, select: { clientId: true } });
    if (!site) throw new DomainError('NOT_FOUND', 'There is no such site.');
    if (wanted.shiftId !== undefined) {
      const shift = await tx.shift.findFirst({
        where: { id: wanted.shiftId, agentId: agent.id, siteId: wanted.siteId },
        select: { id: true },
      });
      if (!shift) throw new DomainError('NOT_FOUND', 'The agent has no such shift at this site.');
    }
    if (wanted.templateId !== undefined) {
      const template = await tx.reportTemplate.findFirst({
        where: {
          id: wanted.templateId,
          isActive: true,
          reportType: wanted.reportType,
          OR: [{ clientId: null }, { clientId: site.clientId }],
        },
        select: { id: true },
      });
      if (!template) throw new DomainError('NOT_FOUND', 'There is no such template for this site and type.');
    }
    const { id } = await tx.report.create({
      data: {
        ...wanted,
        shiftId: wanted.shiftId ?? null,
        templateId: wanted.templateId ?? null,
        agentId: agent.id,
        occurredAt: occurredAt === undefined ? new Date() : new Date(occurredAt),
        idempotencyKey: idempotencyKey ?? null,
      },
      select: { id: true },
    });
    return loadReport(tx, id, scope);
  });
}
