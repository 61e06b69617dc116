import type { TenantClient } from '@org/db';
import { z } from 'zod';
import { parseInput } from '../parse-input.ts';
import { idField } from '../shared/input-fields.ts';
import { changeJob } from './change-job.ts';
import type { JobView } from './views/job.ts';

export const startJobInput = z.strictObject({ jobId: idField });

/**
 * Building begins: PLANNED becomes IN_PROGRESS.
 *
 * @throws DomainError NOT_FOUND, STATE_ILLEGAL
 */
export async function startJob(client: TenantClient, input: z.input<typeof startJobInput>): Promise<JobView> {
  const { jobId } = parseInput(startJobInput, input);
  return changeJob(client, { jobId, from: ['PLANNED'], to: 'IN_PROGRESS' });
}
