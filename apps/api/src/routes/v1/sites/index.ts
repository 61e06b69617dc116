import { createSite, createSiteInput, listSites, SITE_ORDERS, siteFilters, siteSchema } from '@org/domain';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { staffOnly } from '../../../auth/access.ts';
import { actorOf } from '../../../auth/actor.ts';
import { listAnswer, listQuery } from '../../../http/list.ts';

const tags = ['sites'];

/** Places that are guarded. A client sees its own. */
export const siteRoutes: FastifyPluginAsyncZod = async (app) => {
  app.get(
    '',
    {
      config: staffOnly('sites:read'),
      schema: {
        tags,
        summary: 'Sites with their geofences',
        querystring: listQuery(SITE_ORDERS, siteFilters),
        response: { 200: listAnswer(siteSchema) },
      },
    },
    async (request) => listSites(request.tenant, { ...request.query, actor: actorOf(request) }),
  );

  app.post(
    '',
    {
      config: staffOnly('sites:write'),
      schema: { tags, summary: 'Add a site', body: createSiteInput, response: { 201: siteSchema } },
    },
    async ({ tenant, body }, reply) => {
      reply.code(201);
      return createSite(tenant, body);
    },
  );
};
