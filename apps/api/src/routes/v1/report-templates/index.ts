import {
  createReportTemplate,
  createReportTemplateInput,
  listReportTemplates,
  REPORT_TEMPLATE_ORDERS,
  reportTemplateChangesSchema,
  reportTemplateFilters,
  reportTemplateSchema,
  updateReportTemplate,
} from '@org/domain';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { staffOnly } from '../../../auth/access.ts';
import { actorOf } from '../../../auth/actor.ts';
import { listAnswer, listQuery } from '../../../http/list.ts';
import { idParams, queryBoolean } from '../../../http/schemas.ts';

const tags = ['report templates'];
const filters = { ...reportTemplateFilters, isActive: queryBoolean.optional() };

/** What reports have to answer. Who decides on reports says it. */
export const reportTemplateRoutes: FastifyPluginAsyncZod = async (app) => {
  app.get(
    '',
    {
      config: staffOnly('reports:read'),
      schema: {
        tags,
        summary: 'Templates by name; a client sees what is for it or for all',
        querystring: listQuery(REPORT_TEMPLATE_ORDERS, filters),
        response: { 200: listAnswer(reportTemplateSchema) },
      },
    },
    async (request) => listReportTemplates(request.tenant, { ...request.query, actor: actorOf(request) }),
  );

  app.post(
    '',
    {
      config: staffOnly('reports:approve'),
      schema: {
        tags,
        summary: 'Add a template',
        body: createReportTemplateInput,
        response: { 201: reportTemplateSchema },
      },
    },
    async ({ tenant, body }, reply) => {
      const made = await createReportTemplate(tenant, body);
      reply.code(201);
      return made;
    },
  );

  app.patch(
    '/:id',
    {
      config: staffOnly('reports:approve'),
      schema: {
        tags,
        summary: 'Change a template',
        description: 'What is left out stays; the type is for ever.',
        params: idParams,
        body: reportTemplateChangesSchema,
        response: { 200: reportTemplateSchema },
      },
    },
    async ({ tenant, params, body }) => updateReportTemplate(tenant, { ...body, templateId: params.id }),
  );
};
