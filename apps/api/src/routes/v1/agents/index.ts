import {
  AGENT_ORDERS,
  agentChangesSchema,
  agentFilters,
  agentSchema,
  createAgent,
  createAgentInput,
  getAgent,
  listAgents,
  updateAgent,
} from '@org/domain';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { staffOnly } from '../../../auth/access.ts';
import { listAnswer, listQuery } from '../../../http/list.ts';
import { idParams } from '../../../http/schemas.ts';
import { certificationRoutes } from './certifications.ts';

const tags = ['agents'];
const one = { tags, params: idParams, response: { 200: agentSchema } };

/** Agents with their certifications. */
export const agentRoutes: FastifyPluginAsyncZod = async (app) => {
  await app.register(certificationRoutes);

  app.get(
    '',
    {
      config: staffOnly('agents:read'),
      schema: {
        tags,
        summary: 'Agents by employee number',
        querystring: listQuery(AGENT_ORDERS, agentFilters),
        response: { 200: listAnswer(agentSchema) },
      },
    },
    async ({ tenant, query }) => listAgents(tenant, query),
  );

  app.get(
    '/:id',
    { config: staffOnly('agents:read'), schema: { ...one, summary: 'An agent' } },
    async ({ tenant, params }) => getAgent(tenant, { agentId: params.id }),
  );

  app.post(
    '',
    {
      config: staffOnly('agents:write'),
      schema: {
        tags,
        summary: 'Make a user an agent',
        body: createAgentInput,
        response: { 201: agentSchema },
      },
    },
    async ({ tenant, body }, reply) => {
      const agent = await createAgent(tenant, body);
      reply.code(201).header('location', `/v1/agents/${agent.id}`);
      return agent;
    },
  );

  app.patch(
    '/:id',
    {
      config: staffOnly('agents:write'),
      schema: {
        ...one,
        summary: 'Change an agent',
        description: 'What is left out stays. Who has shifts ahead or under way cannot become TERMINATED.',
        body: agentChangesSchema,
      },
    },
    async ({ tenant, params, body }) => updateAgent(tenant, { ...body, agentId: params.id }),
  );
};
