import type { Prisma, TenantClient, TenantTransaction } from '@org/db';
import { recordWebhookEvent } from '../core/record-webhook-event.ts';
import { DomainError } from '../errors.ts';
import { inTransaction } from '../shared/in-transaction.ts';
import { getJob } from './get-job.ts';
import type { JobView } from './views/job.ts';

/** One step in the life of a job. */
export interface JobStep {
  readonly jobId: string;
  readonly from: readonly JobView['status'][];
  readonly to: JobView['status'];
  readonly set?: Prisma.JobUncheckedUpdateManyInput;
  /** What else belongs to the step. */
  readonly also?: (tx: TenantTransaction) => Promise<void>;
}

/**
 * Takes a job one step on, and records the event (`job.completed` …). Each step happens once, whoever else tries.
 *
 * @throws DomainError NOT_FOUND, STATE_ILLEGAL
 */
export async function changeJob(
  client: TenantClient,
  { jobId, from, to, set, also }: JobStep,
): Promise<JobView> {
  return inTransaction(client, async (tx) => {
    await tx.$executeRaw`SELECT 1 FROM construction.jobs WHERE id = ${jobId}::uuid FOR NO KEY UPDATE`;
    const job = await getJob(tx, { jobId });
    if (!from.includes(job.status)) {
      throw new DomainError(
        'STATE_ILLEGAL',
        `Job ${job.code} is ${job.status}. Only one that is ${from.join(' or ')} can become ${to}.`,
      );
    }
    await also?.(tx);
    await tx.job.updateMany({ where: { id: jobId }, data: { ...set, status: to } });
    await recordWebhookEvent(tx, {
      type: `job.${to.toLowerCase()}`,
      entity: 'Job',
      entityId: jobId,
      payload: { id: jobId, code: job.code, status: to },
    });
    return getJob(tx, { jobId });
  });
}
