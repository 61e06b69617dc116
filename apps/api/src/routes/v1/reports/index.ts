import {
  createReport,
  getReport,
  listReports,
  REPORT_ORDERS,
  reportChangesSchema,
  reportFilters,
  reportRequestSchema,
  reportSchema,
  reportSummarySchema,
  updateReport,
} from '@org/domain';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { staffOnly } from '../../../auth/access.ts';
import { actorOf } from '../../../auth/actor.ts';
import { idempotencyHeaders, idempotencyKey } from '../../../http/idempotency-key.ts';
import { listAnswer, listQuery } from '../../../http/list.ts';
import { idParams } from '../../../http/schemas.ts';
import { reportStepRoutes } from './steps.ts';

const tags = ['reports'];

/** Reports. An agent sees its own, a client the approved ones of its sites. */
export const reportRoutes: FastifyPluginAsyncZod = async (app) => {
  app.get(
    '',
    {
      config: staffOnly('reports:read'),
      schema: {
        tags,
        summary: 'Reports, latest first',
        querystring: listQuery(REPORT_ORDERS, reportFilters),
        response: { 200: listAnswer(reportSummarySchema) },
      },
    },
    async (request) => listReports(request.tenant, { ...request.query, actor: actorOf(request) }),
  );

  app.get(
    '/:id',
    {
      config: staffOnly('reports:read'),
      schema: {
        tags,
        summary: 'A report with its steps and media',
        params: idParams,
        response: { 200: reportSchema },
      },
    },
    async (request) => getReport(request.tenant, { reportId: request.params.id, actor: actorOf(request) }),
  );

  app.post(
    '',
    {
      config: staffOnly('reports:write'),
      schema: {
        tags,
        summary: 'Begin a report: a draft',
        headers: idempotencyHeaders,
        body: reportRequestSchema,
        response: { 201: reportSchema },
      },
    },
    async (request, reply) => {
      const { idempotencyKey: _, ...wanted } = request.body;
      const key = idempotencyKey(request.headers, request.body);
      const report = await createReport(request.tenant, { ...wanted, ...key, actor: actorOf(request) });
      reply.code(201).header('location', `/v1/reports/${report.id}`);
      return report;
    },
  );

  app.patch(
    '/:id',
    {
      config: staffOnly('reports:write'),
      schema: {
        tags,
        summary: 'Change a draft',
        params: idParams,
        body: reportChangesSchema,
        response: { 200: reportSchema },
      },
    },
    async (request) =>
      updateReport(request.tenant, {
        ...request.body,
        reportId: request.params.id,
        actor: actorOf(request),
      }),
  );

  await app.register(reportStepRoutes);
};
