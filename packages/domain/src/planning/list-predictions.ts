import type { Prisma, TenantClient } from '@org/db';
import { z } from 'zod';
import { parseInput } from '../parse-input.ts';
import { type Page, pageFields, readPage } from '../read-page.ts';
import { idField } from '../shared/input-fields.ts';
import {
  type PredictionView,
  predictionFactors,
  predictionKindSchema,
  toPrediction,
} from './views/prediction.ts';

/** What a list of predictions can be narrowed to. */
export const predictionFilters = {
  projectId: idField.optional(),
  kind: predictionKindSchema.optional(),
};

export const PREDICTION_ORDERS = ['-createdAt', 'createdAt'] as const;

export const listPredictionsInput = z.strictObject({
  ...pageFields(PREDICTION_ORDERS),
  ...predictionFilters,
});

/** @throws DbError CURSOR_INVALID */
export async function listPredictions(
  client: TenantClient,
  input: z.input<typeof listPredictionsInput> = {},
): Promise<Page<PredictionView>> {
  const { limit, cursor, order, ...wanted } = parseInput(listPredictionsInput, input);
  const { projectId, kind } = wanted;
  const filters: Prisma.PredictionWhereInput[] = [{ project: { deletedAt: null } }];
  if (projectId) filters.push({ projectId });
  if (kind) filters.push({ kind });
  const found = await readPage(
    client,
    { resource: 'predictions', page: { limit, cursor, order }, filters: wanted },
    ({ where, orderBy, take }) =>
      client.prediction.findMany({
        where: { AND: [...filters, where] },
        orderBy,
        take,
        include: predictionFactors,
      }),
  );
  return { data: found.data.map(toPrediction), page: found.page };
}
