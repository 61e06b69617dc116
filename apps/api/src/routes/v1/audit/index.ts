import { AUDIT_ORDERS, auditEntrySchema, auditFilters, listAudit } from '@org/domain';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { staffOnly } from '../../../auth/access.ts';
import { listAnswer, listQuery } from '../../../http/list.ts';

/** Who did what, and from where. */
export const auditRoutes: FastifyPluginAsyncZod = async (app) => {
  app.get(
    '',
    {
      config: staffOnly('audit:read'),
      schema: {
        tags: ['audit'],
        summary: 'The audit of the tenant',
        querystring: listQuery(AUDIT_ORDERS, auditFilters),
        response: { 200: listAnswer(auditEntrySchema) },
      },
    },
    async ({ tenant, query }) => listAudit(tenant, query),
  );
};
