import type { TenantClient } from '@org/db';
import { z } from 'zod';
import { parseInput } from '../parse-input.ts';
import { type Page, pageFields, readPage } from '../read-page.ts';
import { idField } from '../shared/input-fields.ts';
import {
  toVarianceReview,
  type VarianceReviewView,
  varianceReviewStatusSchema,
  varianceScopeSchema,
} from './views/variance.ts';

/** What a list of reviews can be narrowed to. */
export const varianceReviewFilters = {
  status: varianceReviewStatusSchema.optional(),
  scope: varianceScopeSchema.optional(),
  materialId: idField.optional(),
};

export const VARIANCE_REVIEW_ORDERS = ['-createdAt', 'createdAt'] as const;

export const listVarianceReviewsInput = z.strictObject({
  ...pageFields(VARIANCE_REVIEW_ORDERS),
  ...varianceReviewFilters,
});

/**
 * Variance reviews with their patterns, latest first.
 *
 * @throws DbError CURSOR_INVALID
 */
export async function listVarianceReviews(
  client: TenantClient,
  input: z.input<typeof listVarianceReviewsInput> = {},
): Promise<Page<VarianceReviewView>> {
  const { limit, cursor, order, ...wanted } = parseInput(listVarianceReviewsInput, input);
  const { status, scope, materialId } = wanted;
  const filters = {
    ...(status && { status }),
    pattern: { ...(scope && { scope }), ...(materialId && { materialId }) },
  };
  const found = await readPage(
    client,
    { resource: 'variance-reviews', page: { limit, cursor, order }, filters: wanted },
    ({ where, orderBy, take }) =>
      client.varianceReview.findMany({
        where: { AND: [filters, where] },
        orderBy,
        take,
        include: { pattern: true },
      }),
  );
  return { data: found.data.map(toVarianceReview), page: found.page };
}
