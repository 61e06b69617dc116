import type { TenantClient, TenantTransaction } from '@org/db';
import { z } from 'zod';
import { DomainError } from '../errors.ts';
import { parseInput } from '../parse-input.ts';
import { idField } from '../shared/input-fields.ts';
import { type JobView, toJob } from './views/job.ts';

export const getJobInput = z.strictObject({ jobId: idField });

/**
 * A job with the options that were chosen.
 *
 * @throws DomainError NOT_FOUND
 */
export async function getJob(
  client: TenantClient | TenantTransaction,
  input: z.input<typeof getJobInput>,
): Promise<JobView> {
  const { jobId } = parseInput(getJobInput, input);
  const job = await client.job.findFirst({
    where: { id: jobId, deletedAt: null },
    include: { options: true },
  });
  if (!job) throw new DomainError('NOT_FOUND', 'There is no such job.');
  return toJob(job);
}
