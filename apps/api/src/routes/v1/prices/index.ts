import {
  createPrice,
  createPriceInput,
  deletePrice,
  listPrices,
  PRICE_ORDERS,
  priceChangesSchema,
  priceFilters,
  priceSchema,
  updatePrice,
} from '@org/domain';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { staffOnly } from '../../../auth/access.ts';
import { listAnswer, listQuery } from '../../../http/list.ts';
import { idParams } from '../../../http/schemas.ts';

const tags = ['prices'];

/** The price list: for a customer, a tier or everybody. */
export const priceRoutes: FastifyPluginAsyncZod = async (app) => {
  app.get(
    '',
    {
      config: staffOnly('prices:read'),
      schema: {
        tags,
        summary: 'The price list',
        querystring: listQuery(PRICE_ORDERS, priceFilters),
        response: { 200: listAnswer(priceSchema) },
      },
    },
    async ({ tenant, query }) => listPrices(tenant, query),
  );

  app.post(
    '',
    {
      config: staffOnly('prices:write'),
      schema: { tags, summary: 'Add a price', body: createPriceInput, response: { 201: priceSchema } },
    },
    async ({ tenant, body }, reply) => {
      reply.code(201);
      return createPrice(tenant, body);
    },
  );

  app.patch(
    '/:id',
    {
      config: staffOnly('prices:write'),
      schema: {
        tags,
        summary: 'Change or end a price',
        description: 'What is left out stays.',
        params: idParams,
        body: priceChangesSchema,
        response: { 200: priceSchema },
      },
    },
    async ({ tenant, params, body }) => updatePrice(tenant, { ...body, priceId: params.id }),
  );

  app.delete(
    '/:id',
    {
      config: staffOnly('prices:write'),
      schema: {
        tags,
        summary: 'Delete a price',
        params: idParams,
        response: { 204: z.void().describe('It is deleted') },
      },
    },
    async ({ tenant, params }, reply) => {
      await deletePrice(tenant, { priceId: params.id });
      reply.code(204);
    },
  );
};
