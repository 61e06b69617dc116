import {
  CLIENT_REQUEST_ORDERS,
  changeClientRequest,
  clientRequestFilters,
  clientRequestRequestSchema,
  clientRequestSchema,
  clientRequestStepSchema,
  createClientRequest,
  listClientRequests,
} from '@org/domain';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { staffOnly } from '../../../auth/access.ts';
import { actorOf } from '../../../auth/actor.ts';
import { idempotencyHeaders, idempotencyKey } from '../../../http/idempotency-key.ts';
import { listAnswer, listQuery } from '../../../http/list.ts';
import { idParams } from '../../../http/schemas.ts';

const tags = ['client requests'];

/** What clients ask for. */
export const clientRequestRoutes: FastifyPluginAsyncZod = async (app) => {
  app.get(
    '',
    {
      config: staffOnly('client_requests:read'),
      schema: {
        tags,
        summary: 'Requests of clients, latest first',
        querystring: listQuery(CLIENT_REQUEST_ORDERS, clientRequestFilters),
        response: { 200: listAnswer(clientRequestSchema) },
      },
    },
    async (request) => listClientRequests(request.tenant, { ...request.query, actor: actorOf(request) }),
  );

  app.post(
    '',
    {
      config: staffOnly('client_requests:create'),
      schema: {
        tags,
        summary: 'Ask for something as a client, or for one',
        headers: idempotencyHeaders,
        body: clientRequestRequestSchema,
        response: { 201: clientRequestSchema },
      },
    },
    async (request, reply) => {
      const { idempotencyKey: _, ...wanted } = request.body;
      const key = idempotencyKey(request.headers, request.body);
      const made = await createClientRequest(request.tenant, { ...wanted, ...key, actor: actorOf(request) });
      reply.code(201);
      return made;
    },
  );

  app.post(
    '/:id/steps',
    {
      config: staffOnly('client_requests:write'),
      schema: {
        tags,
        summary: 'Assign a request, work on it, resolve, close or cancel it',
        params: idParams,
        body: clientRequestStepSchema,
        response: { 200: clientRequestSchema },
      },
    },
    async ({ tenant, params, body }) => changeClientRequest(tenant, { requestId: params.id, step: body }),
  );
};
