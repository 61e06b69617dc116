import type { TenantClient, TenantTransaction } from '@org/db';
import { z } from 'zod';
import { DomainError } from '../errors.ts';
import { parseInput } from '../parse-input.ts';
import { toDateColumn } from '../shared/calendar-date.ts';
import { inTransaction } from '../shared/in-transaction.ts';
import { idField } from '../shared/input-fields.ts';
import { getJob } from './get-job.ts';
import { requireRow } from './master-data/table.ts';
import type { JobView } from './views/job.ts';

export const createJobInput = z.strictObject({
  code: z.string().trim().min(1).max(50),
  lotId: idField,
  planId: idField,
  elevationId: idField,
  optionIds: z.array(idField).max(200).default([]),
  customerId: idField,
  startsOn: z.iso.date().nullable().default(null),
});

/**
 * Plans a house: a plan with one of its elevations and some of its options, on a lot, for a customer. A lot has one job that was not
 * cancelled.
 *
 * @throws DomainError NOT_FOUND, also for an elevation or option of another plan; DbError UNIQUE_VIOLATION when the code or the
 * lot is taken
 */
export async function createJob(
  client: TenantClient,
  input: z.input<typeof createJobInput>,
): Promise<JobView> {
  const { optionIds, startsOn, ...job } = parseInput(createJobInput, input);
  return inTransaction(client, async (tx) => {
    await requireRow(tx, 'lot', job.lotId, 'lot');
    await requireRow(tx, 'constructionCustomer', job.customerId, 'customer');
    await requireRow(tx, 'plan', job.planId, 'plan');
    await requireChoices(tx, job, optionIds);
    const { id } = await tx.job.create({
      data: { ...job, startsOn: startsOn === null ? null : toDateColumn(startsOn) },
      select: { id: true },
    });
    await tx.jobOption.createMany({
      data: [...new Set(optionIds)].map((optionId) => ({ jobId: id, planId: job.planId, optionId })),
    });
    return getJob(tx, { jobId: id });
  });
}

async function requireChoices(
  tx: TenantTransaction,
  { planId, elevationId }: { planId: string; elevationId: string },
  optionIds: readonly string[],
): Promise<void> {
  const open = { planId, isActive: true, deletedAt: null };
  if (!(await tx.planElevation.findFirst({ where: { id: elevationId, ...open } }))) {
    throw new DomainError('NOT_FOUND', 'The plan has no such elevation.');
  }
  const options = await tx.planOption.count({ where: { id: { in: [...optionIds] }, ...open } });
  if (options !== new Set(optionIds).size) {
    throw new DomainError('NOT_FOUND', 'The plan has no such option.');
  }
}
