import type { Prisma, TenantClient } from '@org/db';
import { z } from 'zod';
import { parseInput } from '../parse-input.ts';
import { type Page, pageFields, readPage } from '../read-page.ts';
import { idField } from '../shared/input-fields.ts';
import { contains } from '../shared/search-text.ts';
import { type JobView, toJob } from './views/job.ts';
import { jobStatusSchema } from './views/vocabulary.ts';

/** What a list of jobs can be narrowed to. */
export const jobFilters = {
  status: jobStatusSchema.optional(),
  customerId: idField.optional(),
  planId: idField.optional(),
  lotId: idField.optional(),
  communityId: idField.optional(),
  q: z.string().trim().min(1).max(100).optional().describe('Part of the code'),
};

export const JOB_ORDERS = ['-createdAt', 'createdAt'] as const;

const listJobsInput = z.strictObject({ ...pageFields(JOB_ORDERS), ...jobFilters });

/**
 * The jobs that were not deleted, latest first.
 *
 * @throws DbError CURSOR_INVALID
 */
export async function listJobs(
  client: TenantClient,
  input: z.input<typeof listJobsInput> = {},
): Promise<Page<JobView>> {
  const { limit, cursor, order, ...wanted } = parseInput(listJobsInput, input);
  const { status, customerId, planId, lotId, communityId, q } = wanted;
  const filters: Prisma.JobWhereInput = {
    deletedAt: null,
    ...(status && { status }),
    ...(customerId && { customerId }),
    ...(planId && { planId }),
    ...(lotId && { lotId }),
    ...(communityId && { lot: { communityId } }),
    ...(q && { code: contains(q) }),
  };
  const found = await readPage(
    client,
    { resource: 'jobs', page: { limit, cursor, order }, filters: wanted },
    ({ where, orderBy, take }) =>
      client.job.findMany({ where: { AND: [filters, where] }, orderBy, take, include: { options: true } }),
  );
  return { data: found.data.map(toJob), page: found.page };
}
