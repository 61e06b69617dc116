import type { Prisma, TenantClient, TenantTransaction } from '@org/db';
import { z } from 'zod';
import { DomainError } from '../errors.ts';
import { parseInput } from '../parse-input.ts';
import { idField } from '../shared/input-fields.ts';
import { moment } from '../shared/view-fields.ts';
import { type Scope, scopeOf, siteAndAgentFilter, workforceActorSchema } from './scope.ts';
import { answersSchema, type ReportView, toReportSummary } from './views/report.ts';

export const getReportInput = z.strictObject({ reportId: idField, actor: workforceActorSchema });

/**
 * One report with its steps and media. An agent sees its own, a client the approved ones of its sites.
 *
 * @throws DomainError NOT_FOUND
 */
export async function getReport(
  client: TenantClient,
  input: z.input<typeof getReportInput>,
): Promise<ReportView> {
  const { reportId, actor } = parseInput(getReportInput, input);
  return await loadReport(client, reportId, await scopeOf(client, actor));
}

/** The reports that a scope shows, as a Prisma filter; null for none. */
export function reportFilter(scope: Scope): Prisma.ReportWhereInput | null {
  const visible = siteAndAgentFilter(scope);
  if (visible === null || scope.kind !== 'client') return visible;
  return { ...visible, status: { in: ['APPROVED', 'ARCHIVED'] } };
}

/** As `getReport`, also within a transaction. */
export async function loadReport(
  client: TenantClient | TenantTransaction,
  reportId: string,
  scope: Scope,
): Promise<ReportView> {
  const visible = reportFilter(scope);
  const report =
    visible &&
    (await client.report.findFirst({
      where: { AND: [{ id: reportId }, visible] },
      include: { steps: { orderBy: [{ createdAt: 'asc' }, { id: 'asc' }] } },
    }));
  if (!report) throw new DomainError('NOT_FOUND', 'There is no such report.');
  const media = await client.mediaFile.findMany({
    where: { ownerEntity: 'Report', ownerId: reportId },
    orderBy: { id: 'asc' },
  });
  return {
    ...toReportSummary(report),
    body: report.body,
    answers: answersSchema.parse(report.answers),
    steps: report.steps.map(({ step, decision, fromStatus, toStatus, actorId, comment, createdAt }) => ({
      step,
      decision,
      fromStatus,
      toStatus,
      actorId,
      comment,
      at: moment(createdAt),
    })),
    media: media.map(({ id, fileName, mimeType, size }) => ({ id, fileName, mimeType, size: Number(size) })),
  };
}
