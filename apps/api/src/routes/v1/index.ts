import type { FastifyPluginAsync } from 'fastify';
import type { RouteOptions } from '../index.ts';
import { meRoutes } from './me/index.ts';
import { userRoutes } from './users/index.ts';

/** Everything that needs an access token. A line per resource. */
export const v1Routes: FastifyPluginAsync<RouteOptions> = async (app, options) => {
  await app.register(meRoutes, { ...options, prefix: '/me' });
  await app.register(userRoutes, { prefix: '/users' });
};
