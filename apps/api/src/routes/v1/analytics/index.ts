import {
  ACCOUNT_HEALTH_ORDERS,
  accountHealthFilters,
  accountHealthSchema,
  listAccountHealth,
  listSalesMetrics,
  SALES_METRIC_ORDERS,
  salesMetricFilters,
  salesMetricSchema,
} from '@org/domain';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { staffOnly } from '../../../auth/access.ts';
import { listAnswer, listQuery } from '../../../http/list.ts';

const tags = ['analytics'];

/** What the nightly jobs have found. */
export const analyticsRoutes: FastifyPluginAsyncZod = async (app) => {
  app.get(
    '/account-health',
    {
      config: staffOnly('analytics:read'),
      schema: {
        tags,
        summary: 'How customers were doing',
        querystring: listQuery(ACCOUNT_HEALTH_ORDERS, accountHealthFilters),
        response: { 200: listAnswer(accountHealthSchema) },
      },
    },
    async ({ tenant, query }) => listAccountHealth(tenant, query),
  );

  app.get(
    '/sales-metrics',
    {
      config: staffOnly('analytics:read'),
      schema: {
        tags,
        summary: 'What each rep has sold',
        querystring: listQuery(SALES_METRIC_ORDERS, salesMetricFilters),
        response: { 200: listAnswer(salesMetricSchema) },
      },
    },
    async ({ tenant, query }) => listSalesMetrics(tenant, query),
  );
};
