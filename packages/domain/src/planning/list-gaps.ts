import type { Prisma, TenantClient } from '@org/db';
import { z } from 'zod';
import { parseInput } from '../parse-input.ts';
import { type Page, pageFields, readPage } from '../read-page.ts';
import { idField } from '../shared/input-fields.ts';
import {
  type GapSummaryView,
  gapSeveritySchema,
  gapStatusSchema,
  gapTypeSchema,
  toGapSummary,
} from './views/gap.ts';

/** What a list of gaps can be narrowed to. */
export const gapFilters = {
  projectId: idField.optional(),
  type: gapTypeSchema.optional(),
  severity: gapSeveritySchema.optional(),
  status: gapStatusSchema.optional(),
};

export const GAP_ORDERS = ['-createdAt', 'createdAt'] as const;

export const listGapsInput = z.strictObject({ ...pageFields(GAP_ORDERS), ...gapFilters });

/**
 * The gaps of projects that were not deleted.
 *
 * @throws DbError CURSOR_INVALID
 */
export async function listGaps(
  client: TenantClient,
  input: z.input<typeof listGapsInput> = {},
): Promise<Page<GapSummaryView>> {
  const { limit, cursor, order, ...wanted } = parseInput(listGapsInput, input);
  const { projectId, type, severity, status } = wanted;
  const filters: Prisma.GapWhereInput[] = [{ project: { deletedAt: null } }];
  if (projectId) filters.push({ projectId });
  if (type) filters.push({ type });
  if (severity) filters.push({ severity });
  if (status) filters.push({ status });
  const found = await readPage(
    client,
    { resource: 'gaps', page: { limit, cursor, order }, filters: wanted },
    ({ where, orderBy, take }) => client.gap.findMany({ where: { AND: [...filters, where] }, orderBy, take }),
  );
  return { data: found.data.map(toGapSummary), page: found.page };
}
