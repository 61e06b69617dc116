import { cartSchema, putCartItem, putCartItemInput, removeCartItem } from '@org/domain';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { staffAndPortal } from '../../../auth/access.ts';
import { commerceClients } from '../../../auth/commerce-clients.ts';
import type { RouteOptions } from '../../index.ts';

const tags = ['carts'];
const itemParams = z.strictObject({ id: z.guid(), skuId: z.guid() });

/** What is in a cart. */
export const cartItemRoutes: FastifyPluginAsyncZod<RouteOptions> = async (app, { db }) => {
  app.put(
    '/:id/items/:skuId',
    {
      config: staffAndPortal('carts:write'),
      schema: {
        tags,
        summary: 'Set how many units of a SKU are in a cart',
        params: itemParams,
        body: putCartItemInput.pick({ quantity: true }),
        response: { 200: cartSchema },
      },
    },
    async (request) => {
      const { params, body } = request;
      const clients = commerceClients(db, request);
      return putCartItem(clients, { cartId: params.id, skuId: params.skuId, quantity: body.quantity });
    },
  );

  app.delete(
    '/:id/items/:skuId',
    {
      config: staffAndPortal('carts:write'),
      schema: {
        tags,
        summary: 'Take a SKU out of a cart',
        params: itemParams,
        response: { 200: cartSchema },
      },
    },
    async (request) => {
      const { params } = request;
      return removeCartItem(commerceClients(db, request), { cartId: params.id, skuId: params.skuId });
    },
  );
};
