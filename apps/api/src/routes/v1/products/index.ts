import {
  createProduct,
  createProductInput,
  deleteProduct,
  getProduct,
  listProducts,
  PRODUCT_ORDERS,
  productChangesSchema,
  productFilters,
  productSchema,
  updateProduct,
} from '@org/domain';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { staffAndPortal, staffOnly } from '../../../auth/access.ts';
import { commerceClients } from '../../../auth/commerce-clients.ts';
import { listAnswer, listQuery } from '../../../http/list.ts';
import { idParams } from '../../../http/schemas.ts';
import type { RouteOptions } from '../../index.ts';

const tags = ['products'];

/** Wines. A portal user sees what its customer may buy, with its prices. */
export const productRoutes: FastifyPluginAsyncZod<RouteOptions> = async (app, { db }) => {
  app.get(
    '',
    {
      config: staffAndPortal('products:read', 'prices:read'),
      schema: {
        tags,
        summary: 'Products with their SKUs',
        querystring: listQuery(PRODUCT_ORDERS, productFilters),
        response: { 200: listAnswer(productSchema) },
      },
    },
    async (request) => listProducts(commerceClients(db, request), request.query),
  );

  app.get(
    '/:id',
    {
      config: staffAndPortal('products:read', 'prices:read'),
      schema: {
        tags,
        summary: 'A product with its SKUs',
        params: idParams,
        querystring: z.strictObject({ customerId: productFilters.customerId }),
        response: { 200: productSchema },
      },
    },
    async (request) =>
      getProduct(commerceClients(db, request), { productId: request.params.id, ...request.query }),
  );

  app.post(
    '',
    {
      config: staffOnly('products:write'),
      schema: { tags, summary: 'Add a product', body: createProductInput, response: { 201: productSchema } },
    },
    async ({ tenant, body }, reply) => {
      const product = await createProduct(tenant, body);
      reply.code(201).header('location', `/v1/products/${product.id}`);
      return product;
    },
  );

  app.patch(
    '/:id',
    {
      config: staffOnly('products:write'),
      schema: {
        tags,
        summary: 'Change a product',
        description: 'What is left out stays. Who sees it in the portal changes for its SKUs and prices too.',
        params: idParams,
        body: productChangesSchema,
        response: { 200: productSchema },
      },
    },
    async ({ tenant, body, params }) => updateProduct(tenant, { ...body, productId: params.id }),
  );

  app.delete(
    '/:id',
    {
      config: staffOnly('products:write'),
      schema: {
        tags,
        summary: 'Delete a product',
        description: 'It cannot be ordered any more; old orders keep it.',
        params: idParams,
        response: { 204: z.void().describe('It is deleted') },
      },
    },
    async ({ tenant, params }, reply) => {
      await deleteProduct(tenant, { productId: params.id });
      reply.code(204);
    },
  );
};
