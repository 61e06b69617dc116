import {
  getOrder,
  listOrders,
  ORDER_ORDERS,
  orderFilters,
  orderRequestSchema,
  orderSchema,
  orderSummarySchema,
  placeOrder,
} from '@org/domain';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { staffAndPortal, staffOnly } from '../../../auth/access.ts';
import { commerceClients, staffActor } from '../../../auth/commerce-clients.ts';
import { idempotencyHeaders, idempotencyKey } from '../../../http/idempotency-key.ts';
import { listAnswer, listQuery } from '../../../http/list.ts';
import { idParams, queryBoolean } from '../../../http/schemas.ts';
import type { RouteOptions } from '../../index.ts';
import { orderStepRoutes } from './steps.ts';

const tags = ['orders'];

/** Orders. A portal user sees its customer's; it places them by checking out its cart. */
export const orderRoutes: FastifyPluginAsyncZod<RouteOptions> = async (app, { db }) => {
  app.get(
    '',
    {
      config: staffAndPortal('orders:read'),
      schema: {
        tags,
        summary: 'Orders, latest first',
        querystring: listQuery(ORDER_ORDERS, { ...orderFilters, isSample: queryBoolean.optional() }),
        response: { 200: listAnswer(orderSummarySchema) },
      },
    },
    async (request) => listOrders(commerceClients(db, request), request.query),
  );

  app.get(
    '/:id',
    {
      config: staffAndPortal('orders:read'),
      schema: { tags, summary: 'An order with its lines', params: idParams, response: { 200: orderSchema } },
    },
    async (request) => getOrder(commerceClients(db, request), { orderId: request.params.id }),
  );

  app.post(
    '',
    {
      config: staffOnly('orders:create'),
      schema: {
        tags,
        summary: 'Place an order without a cart',
        description:
          'Prices and tax are fixed and stock is reserved. From the threshold of the tenant on it waits for approval, unless the caller may approve. A sample is free, and counts against the allowance of the month.',
        headers: idempotencyHeaders,
        body: orderRequestSchema,
        response: { 201: orderSchema },
      },
    },
    async ({ tenant, body, headers, principal }, reply) => {
      const { idempotencyKey: _, ...request } = body;
      const key = idempotencyKey(headers, body);
      const order = await placeOrder(tenant, { ...request, ...key, actor: staffActor(principal) });
      reply.code(201).header('location', `/v1/orders/${order.id}`);
      return order;
    },
  );

  await app.register(orderStepRoutes);
};
