import {
  createIntegration,
  createIntegrationInput,
  deleteIntegration,
  getIntegration,
  INTEGRATION_ORDERS,
  integrationChangesSchema,
  integrationFilters,
  integrationSchema,
  listIntegrations,
  requestSync,
  updateIntegration,
} from '@org/domain';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { staffOnly } from '../../../auth/access.ts';
import { listAnswer, listQuery } from '../../../http/list.ts';
import { idParams } from '../../../http/schemas.ts';
import type { RouteOptions } from '../../index.ts';

const tags = ['integrations'];

/** Tools outside, from which the worker pulls. */
export const integrationRoutes: FastifyPluginAsyncZod<RouteOptions> = async (app, { config }) => {
  const policy = { allowPrivateAddresses: config.allowPrivateAddresses };

  app.get(
    '',
    {
      config: staffOnly('integrations:read'),
      schema: {
        tags,
        summary: 'Integrations',
        querystring: listQuery(INTEGRATION_ORDERS, integrationFilters),
        response: { 200: listAnswer(integrationSchema) },
      },
    },
    async ({ tenant, query }) => listIntegrations(tenant, query),
  );

  app.get(
    '/:id',
    {
      config: staffOnly('integrations:read'),
      schema: { tags, summary: 'An integration', params: idParams, response: { 200: integrationSchema } },
    },
    async ({ tenant, params }) => getIntegration(tenant, { integrationId: params.id }),
  );

  app.post(
    '',
    {
      config: staffOnly('integrations:write'),
      schema: {
        tags,
        summary: 'Connect a project with a tool',
        description: 'The credentials are encrypted, and no answer has them.',
        body: createIntegrationInput,
        response: { 201: integrationSchema },
      },
    },
    async ({ tenant, body }, reply) => {
      const integration = await createIntegration(tenant, body, policy);
      reply.code(201).header('location', `/v1/integrations/${integration.id}`);
      return integration;
    },
  );

  app.patch(
    '/:id',
    {
      config: staffOnly('integrations:write'),
      schema: {
        tags,
        summary: 'Change an integration',
        description: 'What is left out stays.',
        params: idParams,
        body: integrationChangesSchema,
        response: { 200: integrationSchema },
      },
    },
    async ({ tenant, params, body }) =>
      updateIntegration(tenant, { ...body, integrationId: params.id }, policy),
  );

  app.delete(
    '/:id',
    {
      config: staffOnly('integrations:write'),
      schema: {
        tags,
        summary: 'Delete an integration with its credentials and its items',
        params: idParams,
        response: { 204: z.void().describe('It is deleted') },
      },
    },
    async ({ tenant, params }, reply) => {
      await deleteIntegration(tenant, { integrationId: params.id });
      reply.code(204);
    },
  );

  app.post(
    '/:id/sync',
    {
      config: staffOnly('integrations:write'),
      schema: {
        tags,
        summary: 'Let the worker pull at its next look',
        params: idParams,
        response: { 202: integrationSchema },
      },
    },
    async ({ tenant, params }, reply) => {
      reply.code(202);
      return requestSync(tenant, { integrationId: params.id });
    },
  );
};
