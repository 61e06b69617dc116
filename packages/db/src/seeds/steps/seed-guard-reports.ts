import { REPORTS } from '../demo/bahinlink/reports.ts';
import type { StepCount } from '../report.ts';
import type { SeedTransaction } from '../seed-database.ts';
import type { Guards } from './seed-guards.ts';
import { dayAgo } from './seed-projects.ts';

const HOUR = 3_600_000;
const TEMPLATE = {
  name: 'Incident',
  reportType: 'INCIDENT',
  fields: [
    { key: 'where', label: 'Where exactly?', required: true },
    { key: 'policeNumber', label: 'Number of the police report', required: false },
  ],
  requiredMedia: ['PHOTO'],
} as const;

/** Writes the reports whose title is not taken, each with its steps, and the template for incidents. */
export async function seedGuardReports(tx: SeedTransaction, guards: Guards): Promise<StepCount> {
  const { tenantId } = guards;
  if ((await tx.reportTemplate.count({ where: { tenantId, name: TEMPLATE.name } })) === 0) {
    const { fields, requiredMedia, ...template } = TEMPLATE;
    const data = { tenantId, ...template, fields: [...fields], requiredMedia: [...requiredMedia] };
    await tx.reportTemplate.create({ data, select: { id: true } });
  }
  let created = 0;
  for (const { agent, site, daysAgo, steps, ...seed } of REPORTS) {
    const agentId = guards.agents[agent];
    const siteId = guards.sites[site];
    const taken = await tx.report.count({ where: { tenantId, title: seed.title } });
    if (agentId === undefined || siteId === undefined || taken > 0) continue;
    const { userId } = await tx.agent.findUniqueOrThrow({
      where: { tenantId_id: { tenantId, id: agentId } },
      select: { userId: true },
    });
    const writtenAt = new Date(Number(dayAgo(daysAgo)) + 6 * HOUR);
    const { id: reportId } = await tx.report.create({
      data: {
        tenantId,
        ...seed,
        agentId,
        siteId,
        status: steps.at(-1)?.to ?? 'DRAFT',
        occurredAt: writtenAt,
        submittedAt: steps.length > 0 ? writtenAt : null,
        createdAt: writtenAt,
      },
      select: { id: true },
    });
    await tx.reportWorkflow.createMany({
      data: steps.map(({ step, decision, from, to, comment }, index) => ({
        tenantId,
        reportId,
        actorId: step === 'SUBMIT' ? userId : guards.supervisorId,
        step,
        decision: decision ?? null,
        fromStatus: from,
        toStatus: to,
        comment: comment ?? '',
        createdAt: new Date(Number(writtenAt) + index * HOUR),
      })),
    });
    created += 1;
  }
  return { created, unchanged: REPORTS.length - created };
}
