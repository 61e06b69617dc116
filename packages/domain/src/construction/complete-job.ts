import type { TenantClient, TenantTransaction } from '@org/db';
import { z } from 'zod';
import { DomainError } from '../errors.ts';
import { parseInput } from '../parse-input.ts';
import { idField, stockField } from '../shared/input-fields.ts';
import { changeJob } from './change-job.ts';
import type { JobView } from './views/job.ts';

/** What the site used. */
export const completionSchema = z.strictObject({
  used: z
    .array(z.strictObject({ takeoffLineId: idField, quantity: stockField }))
    .max(5000)
    .default([])
    .describe('Lines of the takeoff whose use was counted; else what was received counts as used'),
});

export const completeJobInput = completionSchema.extend({ jobId: idField });

/**
 * The house is finished: IN_PROGRESS becomes COMPLETED. What was used of each line of its approved takeoff is what variance is
 * detected by.
 *
 * @throws DomainError NOT_FOUND, also for a line, STATE_ILLEGAL
 */
export async function completeJob(
  client: TenantClient,
  input: z.input<typeof completeJobInput>,
): Promise<JobView> {
  const { jobId, used } = parseInput(completeJobInput, input);
  return changeJob(client, {
    jobId,
    from: ['IN_PROGRESS'],
    to: 'COMPLETED',
    set: { completedAt: new Date() },
    also: (tx) => writeUse(tx, jobId, new Map(used.map((line) => [line.takeoffLineId, line.quantity]))),
  });
}

async function writeUse(
  tx: TenantTransaction,
  jobId: string,
  used: ReadonlyMap<string, string>,
): Promise<void> {
  if (used.size === 0) return;
  const changed = await tx.$executeRaw`
    UPDATE construction.takeoff_line_items AS l SET used_quantity = u.quantity, updated_at = now()
    FROM unnest(${[...used.keys()]}::uuid[], ${[...used.values()]}::numeric[]) AS u (id, quantity),
      construction.takeoffs AS t
    WHERE l.id = u.id AND t.tenant_id = l.tenant_id AND t.id = l.takeoff_id
      AND t.job_id = ${jobId}::uuid AND t.status = 'APPROVED'`;
  if (changed !== used.size) {
    throw new DomainError('NOT_FOUND', 'A line is not one of the approved takeoff of this job.');
  }
}
