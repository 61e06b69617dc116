import {
  INDEX_PRICE_ORDERS,
  indexPriceFilters,
  indexPriceSchema,
  listIndexPrices,
  listPriceHistory,
  materialPriceSchema,
  PRICE_HISTORY_ORDERS,
  recordIndexWeek,
  recordIndexWeekInput,
} from '@org/domain';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { staffOnly } from '../../../auth/access.ts';
import { listAnswer, listQuery } from '../../../http/list.ts';
import { idParams } from '../../../http/schemas.ts';

const tags = ['construction'];

/** What materials cost, and what they have cost. */
export const priceRoutes: FastifyPluginAsyncZod = async (app) => {
  app.get(
    '/materials/:id/prices',
    {
      config: staffOnly('materials:read'),
      schema: {
        tags,
        summary: 'What a material has cost, latest first',
        params: idParams,
        querystring: listQuery(PRICE_HISTORY_ORDERS, {}),
        response: { 200: listAnswer(materialPriceSchema) },
      },
    },
    async ({ tenant, params, query }) => listPriceHistory(tenant, { ...query, materialId: params.id }),
  );

  app.get(
    '/lumber-index',
    {
      config: staffOnly('materials:read'),
      schema: {
        tags,
        summary: 'Prices of the lumber index, latest week first',
        querystring: listQuery(INDEX_PRICE_ORDERS, indexPriceFilters),
        response: { 200: listAnswer(indexPriceSchema) },
      },
    },
    async ({ tenant, query }) => listIndexPrices(tenant, query),
  );

  app.post(
    '/lumber-index',
    {
      config: staffOnly('materials:write'),
      schema: {
        tags,
        summary: 'Take in a week of the Random Lengths index',
        description:
          'Prices all lumber that follows one of its series anew, from the Monday of the week on. Repeated, it changes nothing; with other prices it corrects the week.',
        body: recordIndexWeekInput,
        response: {
          200: z.object({
            weekOf: z.iso.date().describe('The Monday of the week'),
            indexPrices: z.int().describe('Prices of the index that are new or different'),
            materials: z.int().describe('Materials that have a new or another price by it'),
          }),
        },
      },
    },
    async ({ tenant, body }) => recordIndexWeek(tenant, body),
  );
};
