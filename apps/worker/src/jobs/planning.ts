import { analyseGaps, DomainError, predictProject, recordOutcomes } from '@org/domain';
import type { Context } from '../context.ts';

/**
 * The night of one tenant's projects: outcomes of predictions whose horizon has passed, then gaps and predictions of each
 * active project by its newest snapshot. A project that has too few of them, or is past its due date, is left out.
 */
export async function runPlanning({ db, log }: Context, tenantId: string): Promise<void> {
  const client = db.forTenant({ tenantId });
  const outcomes = await recordOutcomes(client);
  const projects = await client.project.findMany({
    where: { status: 'ACTIVE', deletedAt: null },
    orderBy: { id: 'asc' },
    select: { id: true },
  });
  let gaps = 0;
  let predictions = 0;
  for (const { id: projectId } of projects) {
    gaps += (await unlessTooEarly(analyseGaps(client, { projectId })))?.gaps.length ?? 0;
    predictions += (await unlessTooEarly(predictProject(client, { projectId })))?.length ?? 0;
  }
  log.info({ tenantId, ...outcomes, projects: projects.length, gaps, predictions }, 'planning written');
}

async function unlessTooEarly<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    // Deleted meanwhile, or without enough snapshots: nothing that trying again would mend.
    if (error instanceof DomainError && ['STATE_ILLEGAL', 'NOT_FOUND'].includes(error.code)) return undefined;
    throw error;
  }
}
