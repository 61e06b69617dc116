import {
  abandonCart,
  CART_ORDERS,
  cartFilters,
  cartSchema,
  cartSummarySchema,
  checkOutCart,
  checkOutRequestSchema,
  getCart,
  listCarts,
  openCart,
  orderSchema,
} from '@org/domain';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { staffAndPortal } from '../../../auth/access.ts';
import { commerceActor, commerceClients } from '../../../auth/commerce-clients.ts';
import { requirePermission } from '../../../auth/require-permission.ts';
import { idempotencyHeaders, idempotencyKey } from '../../../http/idempotency-key.ts';
import { listAnswer, listQuery } from '../../../http/list.ts';
import { HttpProblem } from '../../../http/problem.ts';
import { idParams } from '../../../http/schemas.ts';
import type { RouteOptions } from '../../index.ts';
import { cartItemRoutes } from './items.ts';

const tags = ['carts'];

/** Carts. A portal user has its own, staff has one for each customer. */
export const cartRoutes: FastifyPluginAsyncZod<RouteOptions> = async (app, { config, db }) => {
  app.get(
    '',
    {
      config: staffAndPortal('carts:read'),
      schema: {
        tags,
        summary: 'Carts without their items, latest first',
        querystring: listQuery(CART_ORDERS, cartFilters),
        response: { 200: listAnswer(cartSummarySchema) },
      },
    },
    async (request) => listCarts(commerceClients(db, request), request.query),
  );

  app.post(
    '',
    {
      config: staffAndPortal('carts:write'),
      schema: {
        tags,
        summary: 'Open a cart, or get the one that is open',
        body: z.strictObject({
          customerId: z.guid().optional().describe('For whom; a portal user need not say it'),
        }),
        response: { 201: cartSchema },
      },
    },
    async (request, reply) => {
      const { principal, body } = request;
      const customerId = body.customerId ?? (principal.kind === 'portal' ? principal.customerId : undefined);
      if (customerId === undefined) {
        throw new HttpProblem(400, 'VALIDATION_FAILED', 'The body is not valid: customerId is missing.', {
          errors: [{ in: 'body', field: 'customerId', message: 'is missing' }],
        });
      }
      const clients = commerceClients(db, request);
      const cart = await openCart(clients, { customerId, actor: commerceActor(request) });
      reply.code(201).header('location', `/v1/carts/${cart.id}`);
      return cart;
    },
  );

  app.get(
    '/:id',
    {
      config: staffAndPortal('carts:read'),
      schema: { tags, summary: "A cart at today's prices", params: idParams, response: { 200: cartSchema } },
    },
    async (request) => getCart(commerceClients(db, request), { cartId: request.params.id }),
  );

  app.delete(
    '/:id',
    {
      config: staffAndPortal('carts:write'),
      schema: {
        tags,
        summary: 'Give up an open cart',
        params: idParams,
        response: { 204: z.void().describe('It is ABANDONED') },
      },
    },
    async (request, reply) => {
      await abandonCart(commerceClients(db, request), { cartId: request.params.id });
      reply.code(204);
    },
  );

  app.post(
    '/:id/checkout',
    {
      config: staffAndPortal('carts:write'),
      schema: {
        tags,
        summary: 'Make an order of a cart',
        description:
          'Prices and tax are fixed and stock is reserved. From the threshold of the tenant on it waits for approval, unless the caller may approve. Staff needs `orders:create` too, a portal user `portal:order`.',
        params: idParams,
        headers: idempotencyHeaders,
        body: checkOutRequestSchema.nullish(),
        response: { 201: orderSchema },
      },
    },
    async (request, reply) => {
      const { principal, params, headers } = request;
      requirePermission(principal, principal.kind === 'portal' ? 'portal:order' : 'orders:create');
      const body = request.body ?? { notes: '' };
      const order = await checkOutCart(commerceClients(db, request), {
        cartId: params.id,
        notes: body.notes,
        actor: commerceActor(request),
        ...idempotencyKey(headers, body),
      });
      reply.code(201).header('location', `/v1/orders/${order.id}`);
      return order;
    },
  );

  await app.register(cartItemRoutes, { config, db });
};
