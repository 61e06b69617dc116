import type { Prisma, TenantClient } from '@org/db';
import { z } from 'zod';
import { parseInput } from '../parse-input.ts';
import { type Page, pageFields, readPage } from '../read-page.ts';
import { idField } from '../shared/input-fields.ts';
import { type TakeoffSummaryView, takeoffStatusSchema, toTakeoffSummary } from './views/takeoff.ts';

/** What a list of takeoffs can be narrowed to. */
export const takeoffFilters = {
  status: takeoffStatusSchema.optional(),
  jobId: idField.optional(),
  customerId: idField.optional(),
};

export const TAKEOFF_ORDERS = ['-createdAt', 'createdAt'] as const;

export const listTakeoffsInput = z.strictObject({ ...pageFields(TAKEOFF_ORDERS), ...takeoffFilters });

/**
 * Takeoffs without their lines, latest first.
 *
 * @throws DbError CURSOR_INVALID
 */
export async function listTakeoffs(
  client: TenantClient,
  input: z.input<typeof listTakeoffsInput> = {},
): Promise<Page<TakeoffSummaryView>> {
  const { limit, cursor, order, ...wanted } = parseInput(listTakeoffsInput, input);
  const { status, jobId, customerId } = wanted;
  const filters: Prisma.TakeoffWhereInput = {
    ...(status && { status }),
    ...(jobId && { jobId }),
    ...(customerId && { customerId }),
  };
  const found = await readPage(
    client,
    { resource: 'takeoffs', page: { limit, cursor, order }, filters: wanted },
    ({ where, orderBy, take }) =>
      client.takeoff.findMany({ where: { AND: [filters, where] }, orderBy, take }),
  );
  return { data: found.data.map(toTakeoffSummary), page: found.page };
}
