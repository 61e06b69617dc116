import type { FastifyPluginAsync } from 'fastify';
import type { RouteOptions } from '../index.ts';
import { cartRoutes } from './carts/index.ts';
import { customerRoutes } from './customers/index.ts';
import { gapRoutes } from './gaps/index.ts';
import { integrationRoutes } from './integrations/index.ts';
import { inventoryRoutes } from './inventory/index.ts';
import { invoiceRoutes } from './invoices/index.ts';
import { meRoutes } from './me/index.ts';
import { orderRoutes } from './orders/index.ts';
import { predictionRoutes } from './predictions/index.ts';
import { productRoutes } from './products/index.ts';
import { projectRoutes } from './projects/index.ts';
import { skuRoutes } from './skus/index.ts';
import { userRoutes } from './users/index.ts';

/** Everything that needs an access token. A line per resource. */
export const v1Routes: FastifyPluginAsync<RouteOptions> = async (app, options) => {
  await app.register(meRoutes, { ...options, prefix: '/me' });
  await app.register(userRoutes, { prefix: '/users' });
  await app.register(productRoutes, { ...options, prefix: '/products' });
  await app.register(skuRoutes, { ...options, prefix: '/skus' });
  await app.register(inventoryRoutes, { prefix: '/inventory' });
  await app.register(customerRoutes, { prefix: '/customers' });
  await app.register(cartRoutes, { ...options, prefix: '/carts' });
  await app.register(orderRoutes, { ...options, prefix: '/orders' });
  await app.register(invoiceRoutes, { ...options, prefix: '/invoices' });
  await app.register(projectRoutes, { prefix: '/projects' });
  await app.register(gapRoutes, { prefix: '/gaps' });
  await app.register(predictionRoutes, { prefix: '/predictions' });
  await app.register(integrationRoutes, { ...options, prefix: '/integrations' });
};
