import {
  addStakeholder,
  listStakeholders,
  removeStakeholder,
  STAKEHOLDER_ORDERS,
  stakeholderChangesSchema,
  stakeholderRequestSchema,
  stakeholderSchema,
  updateStakeholder,
} from '@org/domain';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { staffOnly } from '../../../auth/access.ts';
import { listAnswer, listQuery } from '../../../http/list.ts';
import { idParams } from '../../../http/schemas.ts';

const tags = ['projects'];
const stakeholderParams = idParams.extend({ stakeholderId: z.guid() });

/** Whom a project concerns. */
export const stakeholderRoutes: FastifyPluginAsyncZod = async (app) => {
  app.get(
    '/:id/stakeholders',
    {
      config: staffOnly('projects:read'),
      schema: {
        tags,
        summary: 'Stakeholders of a project',
        params: idParams,
        querystring: listQuery(STAKEHOLDER_ORDERS, {}),
        response: { 200: listAnswer(stakeholderSchema) },
      },
    },
    async ({ tenant, params, query }) => listStakeholders(tenant, { ...query, projectId: params.id }),
  );

  app.post(
    '/:id/stakeholders',
    {
      config: staffOnly('projects:write'),
      schema: {
        tags,
        summary: 'Add a stakeholder',
        params: idParams,
        body: stakeholderRequestSchema,
        response: { 201: stakeholderSchema },
      },
    },
    async ({ tenant, params, body }, reply) => {
      reply.code(201);
      return addStakeholder(tenant, { ...body, projectId: params.id });
    },
  );

  app.patch(
    '/:id/stakeholders/:stakeholderId',
    {
      config: staffOnly('projects:write'),
      schema: {
        tags,
        summary: 'Change a stakeholder',
        description: 'What is left out stays.',
        params: stakeholderParams,
        body: stakeholderChangesSchema,
        response: { 200: stakeholderSchema },
      },
    },
    async ({ tenant, params: { id, stakeholderId }, body }) =>
      updateStakeholder(tenant, { ...body, projectId: id, stakeholderId }),
  );

  app.delete(
    '/:id/stakeholders/:stakeholderId',
    {
      config: staffOnly('projects:write'),
      schema: {
        tags,
        summary: 'Remove a stakeholder',
        params: stakeholderParams,
        response: { 204: z.void().describe('It is removed') },
      },
    },
    async ({ tenant, params: { id, stakeholderId } }, reply) => {
      await removeStakeholder(tenant, { projectId: id, stakeholderId });
      reply.code(204);
    },
  );
};
