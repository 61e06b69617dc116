import {
  createSku,
  createSkuInput,
  getSku,
  listSkus,
  SKU_ORDERS,
  skuChangesSchema,
  skuFilters,
  skuSchema,
  updateSku,
} from '@org/domain';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { staffAndPortal, staffOnly } from '../../../auth/access.ts';
import { commerceClients } from '../../../auth/commerce-clients.ts';
import { listAnswer, listQuery } from '../../../http/list.ts';
import { idParams } from '../../../http/schemas.ts';
import type { RouteOptions } from '../../index.ts';

const tags = ['skus'];

/** What is stocked and sold. A portal user sees what its customer may buy, with its prices. */
export const skuRoutes: FastifyPluginAsyncZod<RouteOptions> = async (app, { db }) => {
  app.get(
    '',
    {
      config: staffAndPortal('products:read', 'prices:read'),
      schema: {
        tags,
        summary: 'SKUs',
        querystring: listQuery(SKU_ORDERS, skuFilters),
        response: { 200: listAnswer(skuSchema) },
      },
    },
    async (request) => listSkus(commerceClients(db, request), request.query),
  );

  app.get(
    '/:id',
    {
      config: staffAndPortal('products:read', 'prices:read'),
      schema: {
        tags,
        summary: 'A SKU',
        params: idParams,
        querystring: z.strictObject({ customerId: skuFilters.customerId }),
        response: { 200: skuSchema },
      },
    },
    async (request) => getSku(commerceClients(db, request), { skuId: request.params.id, ...request.query }),
  );

  app.post(
    '',
    {
      config: staffOnly('products:write'),
      schema: { tags, summary: 'Add a SKU to a product', body: createSkuInput, response: { 201: skuSchema } },
    },
    async ({ tenant, body }, reply) => {
      const sku = await createSku(tenant, body);
      reply.code(201).header('location', `/v1/skus/${sku.id}`);
      return sku;
    },
  );

  app.patch(
    '/:id',
    {
      config: staffOnly('products:write'),
      schema: {
        tags,
        summary: 'Change a SKU',
        description: 'What is left out stays. One that is no longer sold becomes DISCONTINUED.',
        params: idParams,
        body: skuChangesSchema,
        response: { 200: skuSchema },
      },
    },
    async ({ tenant, body, params }) => updateSku(tenant, { ...body, skuId: params.id }),
  );
};
