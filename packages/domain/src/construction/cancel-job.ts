import type { TenantClient } from '@org/db';
import { z } from 'zod';
import { DomainError } from '../errors.ts';
import { parseInput } from '../parse-input.ts';
import { idField } from '../shared/input-fields.ts';
import { changeJob } from './change-job.ts';
import type { JobView } from './views/job.ts';

export const cancelJobInput = z.strictObject({ jobId: idField });

/**
 * Calls a job off, and frees its lot. Refused while a purchase order is under way.
 *
 * @throws DomainError NOT_FOUND, STATE_ILLEGAL
 */
export async function cancelJob(
  client: TenantClient,
  input: z.input<typeof cancelJobInput>,
): Promise<JobView> {
  const { jobId } = parseInput(cancelJobInput, input);
  return changeJob(client, {
    jobId,
    from: ['PLANNED', 'IN_PROGRESS'],
    to: 'CANCELLED',
    set: { cancelledAt: new Date() },
    also: async (tx) => {
      const order = await tx.purchaseOrder.findFirst({
        where: { takeoff: { jobId }, status: { in: ['ISSUED', 'ACKNOWLEDGED'] } },
      });
      if (order)
        throw new DomainError(
          'STATE_ILLEGAL',
          `Purchase order ${order.number} is under way. Cancel it first.`,
        );
    },
  });
}
