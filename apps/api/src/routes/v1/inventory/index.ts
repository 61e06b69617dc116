import {
  adjustInventory,
  createInventory,
  createInventoryInput,
  getInventory,
  INVENTORY_ORDERS,
  inventoryChangesSchema,
  inventoryFilters,
  inventorySchema,
  listInventory,
} from '@org/domain';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { staffOnly } from '../../../auth/access.ts';
import { listAnswer, listQuery } from '../../../http/list.ts';
import { idParams, queryBoolean } from '../../../http/schemas.ts';

const tags = ['inventory'];

/** Stock by SKU and location. */
export const inventoryRoutes: FastifyPluginAsyncZod = async (app) => {
  app.get(
    '',
    {
      config: staffOnly('inventory:read'),
      schema: {
        tags,
        summary: 'Stock',
        querystring: listQuery(INVENTORY_ORDERS, {
          ...inventoryFilters,
          belowReorderPoint: queryBoolean.optional().describe('Fewer in the house than the reorder point'),
        }),
        response: { 200: listAnswer(inventorySchema) },
      },
    },
    async ({ tenant, query }) => listInventory(tenant, query),
  );

  app.get(
    '/:id',
    {
      config: staffOnly('inventory:read'),
      schema: {
        tags,
        summary: 'The stock of a SKU at a location',
        params: idParams,
        response: { 200: inventorySchema },
      },
    },
    async ({ tenant, params }) => getInventory(tenant, { inventoryId: params.id }),
  );

  app.post(
    '',
    {
      config: staffOnly('inventory:write'),
      schema: {
        tags,
        summary: 'Keep stock of a SKU at a location',
        body: createInventoryInput,
        response: { 201: inventorySchema },
      },
    },
    async ({ tenant, body }, reply) => {
      const stock = await createInventory(tenant, body);
      reply.code(201).header('location', `/v1/inventory/${stock.id}`);
      return stock;
    },
  );

  app.patch(
    '/:id',
    {
      config: staffOnly('inventory:write'),
      schema: {
        tags,
        summary: 'Correct stock, or receive some',
        description: 'Either `onHand` or `receive`. What is reserved for orders has to stay.',
        params: idParams,
        body: inventoryChangesSchema,
        response: { 200: inventorySchema },
      },
    },
    async ({ tenant, body, params }) => adjustInventory(tenant, { ...body, inventoryId: params.id }),
  );
};
