import {
  API_KEY_ORDERS,
  apiKeyRequestSchema,
  apiKeySchema,
  createApiKey,
  listApiKeys,
  revokeApiKey,
} from '@org/domain';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { staffOnly } from '../../../auth/access.ts';
import { actorOf } from '../../../auth/actor.ts';
import { listAnswer, listQuery } from '../../../http/list.ts';
import { idParams } from '../../../http/schemas.ts';

const tags = ['api-keys'];

/** Keys for programs. */
export const apiKeyRoutes: FastifyPluginAsyncZod = async (app) => {
  app.get(
    '',
    {
      config: staffOnly('api_keys:read'),
      schema: {
        tags,
        summary: 'API keys, without the keys themselves',
        querystring: listQuery(API_KEY_ORDERS, {}),
        response: { 200: listAnswer(apiKeySchema) },
      },
    },
    async ({ tenant, query }) => listApiKeys(tenant, query),
  );

  app.post(
    '',
    {
      config: staffOnly('api_keys:write'),
      schema: {
        tags,
        summary: 'Make an API key',
        description:
          'Send it as `Authorization: Bearer …`. It acts in your name, with these of your permissions. The key is in this answer and nowhere else.',
        body: apiKeyRequestSchema,
        response: { 201: apiKeySchema.extend({ key: z.string() }).meta({ id: 'CreatedApiKey' }) },
      },
    },
    async (request, reply) => {
      const { tenant, body, principal } = request;
      const expiresAt = body.expiresAt?.toISOString() ?? null;
      const { tenantId } = principal;
      reply.code(201);
      return createApiKey(tenant, { ...body, expiresAt, tenantId, actor: actorOf(request) });
    },
  );

  app.delete(
    '/:id',
    {
      config: staffOnly('api_keys:write'),
      schema: {
        tags,
        summary: 'Revoke an API key, at once',
        params: idParams,
        response: { 204: z.void().describe('It is revoked') },
      },
    },
    async ({ tenant, params }, reply) => {
      await revokeApiKey(tenant, { apiKeyId: params.id });
      reply.code(204);
    },
  );
};
