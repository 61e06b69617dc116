import {
  createSite,
  createSiteInput,
  listSites,
  SITE_ORDERS,
  siteChangesSchema,
  siteFilters,
  siteSchema,
  updateSite,
} from '@org/domain';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { staffOnly } from '../../../auth/access.ts';
import { actorOf } from '../../../auth/actor.ts';
import { listAnswer, listQuery } from '../../../http/list.ts';
import { idParams } from '../../../http/schemas.ts';

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
      const site = await createSite(tenant, body);
      reply.code(201);
      return site;
    },
  );

  app.patch(
    '/:id',
    {
      config: staffOnly('sites:write'),
      schema: {
        tags,
        summary: 'Change a site or its geofence',
        description: 'What is left out stays. One with shifts ahead or under way cannot become CLOSED.',
        params: idParams,
        body: siteChangesSchema,
        response: { 200: siteSchema },
      },
    },
    async ({ tenant, params, body }) => updateSite(tenant, { ...body, siteId: params.id }),
  );
};
