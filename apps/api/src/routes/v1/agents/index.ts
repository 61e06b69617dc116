import { AGENT_ORDERS, agentFilters, agentSchema, listAgents } from '@org/domain';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { staffOnly } from '../../../auth/access.ts';
import { listAnswer, listQuery } from '../../../http/list.ts';

/** Agents with their certifications. */
export const agentRoutes: FastifyPluginAsyncZod = async (app) => {
  app.get(
    '',
    {
      config: staffOnly('agents:read'),
      schema: {
        tags: ['agents'],
        summary: 'Agents by employee number',
        querystring: listQuery(AGENT_ORDERS, agentFilters),
        response: { 200: listAnswer(agentSchema) },
      },
    },
    async ({ tenant, query }) => listAgents(tenant, query),
  );
};
