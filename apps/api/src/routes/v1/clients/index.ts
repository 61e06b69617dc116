import {
  CLIENT_ORDERS,
  clientChangesSchema,
  clientFilters,
  clientSchema,
  createClient,
  createClientInput,
  listClients,
  updateClient,
} from '@org/domain';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { staffOnly } from '../../../auth/access.ts';
import { listAnswer, listQuery } from '../../../http/list.ts';
import { idParams } from '../../../http/schemas.ts';

const tags = ['clients'];

/** Whose sites are guarded. */
export const clientRoutes: FastifyPluginAsyncZod = async (app) => {
  app.get(
    '',
    {
      config: staffOnly('clients:read'),
      schema: {
        tags,
        summary: 'Clients by code',
        querystring: listQuery(CLIENT_ORDERS, clientFilters),
        response: { 200: listAnswer(clientSchema) },
      },
    },
    async ({ tenant, query }) => listClients(tenant, query),
  );

  app.post(
    '',
    {
      config: staffOnly('clients:write'),
      schema: { tags, summary: 'Add a client', body: createClientInput, response: { 201: clientSchema } },
    },
    async ({ tenant, body }, reply) => {
      const made = await createClient(tenant, body);
      reply.code(201);
      return made;
    },
  );

  app.patch(
    '/:id',
    {
      config: staffOnly('clients:write'),
      schema: {
        tags,
        summary: 'Change a client',
        description: 'What is left out stays. One becomes TERMINATED when all of its sites are CLOSED.',
        params: idParams,
        body: clientChangesSchema,
        response: { 200: clientSchema },
      },
    },
    async ({ tenant, params, body }) => updateClient(tenant, { ...body, clientId: params.id }),
  );
};
