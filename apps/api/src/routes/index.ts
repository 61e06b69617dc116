import type { Db } from '@org/db';
import type { FastifyPluginAsync } from 'fastify';
import type { Registry } from 'prom-client';
import type { Config } from '../config.ts';
import { authRoutes } from './auth/index.ts';
import { healthRoutes } from './health.ts';
import { metricsRoutes } from './metrics.ts';
import { portalRoutes } from './portal/index.ts';
import { v1Routes } from './v1/index.ts';

/** What routes without a token need: those with one use `request.tenant`. */
export interface RouteOptions {
  readonly config: Config;
  readonly db: Db;
  readonly registry?: Registry;
}

/** All routes; the folders are the addresses. */
export const routes: FastifyPluginAsync<RouteOptions> = async (app, options) => {
  await app.register(healthRoutes, options);
  const { config, registry } = options;
  if (registry && (config.metricsToken !== undefined || !config.production)) {
    await app.register(metricsRoutes, { registry, token: config.metricsToken });
  }
  await app.register(authRoutes, { ...options, prefix: '/auth' });
  await app.register(portalRoutes, { ...options, prefix: '/portal' });
  await app.register(v1Routes, { ...options, prefix: '/v1' });
};
