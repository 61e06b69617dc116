import type { TenantClient } from '@org/db';
import { z } from 'zod';
import { parseInput } from '../parse-input.ts';
import { type Page, pageFields, readPage } from '../read-page.ts';
import { idField } from '../shared/input-fields.ts';
import { withoutUndefined } from '../shared/without-undefined.ts';
import { toVariancePattern, type VariancePatternView, varianceScopeSchema } from './views/variance.ts';

/** What a list of patterns can be narrowed to. */
export const variancePatternFilters = {
  isActive: z.boolean().optional().describe('Whether it still shows'),
  scope: varianceScopeSchema.optional(),
  materialId: idField.optional(),
};

export const VARIANCE_PATTERN_ORDERS = ['-createdAt', 'createdAt'] as const;

const listVariancePatternsInput = z.strictObject({
  ...pageFields(VARIANCE_PATTERN_ORDERS),
  ...variancePatternFilters,
});

/**
 * What finished jobs repeat, whether it was put before a person or not.
 *
 * @throws DbError CURSOR_INVALID
 */
export async function listVariancePatterns(
  client: TenantClient,
  input: z.input<typeof listVariancePatternsInput> = {},
): Promise<Page<VariancePatternView>> {
  const { limit, cursor, order, ...wanted } = parseInput(listVariancePatternsInput, input);
  const filters = withoutUndefined(wanted);
  const found = await readPage(
    client,
    { resource: 'variance-patterns', page: { limit, cursor, order }, filters: wanted },
    ({ where, orderBy, take }) =>
      client.variancePattern.findMany({ where: { AND: [filters, where] }, orderBy, take }),
  );
  return { data: found.data.map(toVariancePattern), page: found.page };
}
