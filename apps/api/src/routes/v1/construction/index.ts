import type { FastifyPluginAsync } from 'fastify';
import { jobRoutes } from './jobs.ts';
import { masterDataRoutes } from './master-data.ts';
import { priceRoutes } from './prices.ts';
import { purchaseOrderRoutes } from './purchase-orders.ts';
import { takeoffRoutes } from './takeoffs.ts';
import { varianceRoutes } from './variances.ts';

/** Home building, from plan to purchase order. For staff only. */
export const constructionRoutes: FastifyPluginAsync = async (app) => {
  await app.register(masterDataRoutes);
  await app.register(priceRoutes);
  await app.register(jobRoutes, { prefix: '/jobs' });
  await app.register(takeoffRoutes, { prefix: '/takeoffs' });
  await app.register(purchaseOrderRoutes, { prefix: '/purchase-orders' });
  await app.register(varianceRoutes);
};
