import {
  createProject,
  createProjectInput,
  deleteProject,
  getProject,
  listProjects,
  PROJECT_ORDERS,
  projectChangesSchema,
  projectFilters,
  projectSchema,
  updateProject,
} from '@org/domain';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { staffOnly } from '../../../auth/access.ts';
import { listAnswer, listQuery } from '../../../http/list.ts';
import { idParams } from '../../../http/schemas.ts';
import { projectFindingRoutes } from './findings.ts';
import { projectHistoryRoutes } from './history.ts';
import { stakeholderRoutes } from './stakeholders.ts';

const tags = ['projects'];

/** What an organisation undertakes. */
export const projectRoutes: FastifyPluginAsyncZod = async (app) => {
  app.get(
    '',
    {
      config: staffOnly('projects:read'),
      schema: {
        tags,
        summary: 'Projects',
        querystring: listQuery(PROJECT_ORDERS, projectFilters),
        response: { 200: listAnswer(projectSchema) },
      },
    },
    async ({ tenant, query }) => listProjects(tenant, query),
  );

  app.get(
    '/:id',
    {
      config: staffOnly('projects:read'),
      schema: { tags, summary: 'A project', params: idParams, response: { 200: projectSchema } },
    },
    async ({ tenant, params }) => getProject(tenant, { projectId: params.id }),
  );

  app.post(
    '',
    {
      config: staffOnly('projects:write'),
      schema: {
        tags,
        summary: 'Start a project',
        description: 'It belongs to who starts it, unless `ownerId` names somebody else.',
        body: createProjectInput.partial({ ownerId: true }),
        response: { 201: projectSchema },
      },
    },
    async ({ tenant, body, principal }, reply) => {
      const project = await createProject(tenant, { ...body, ownerId: body.ownerId ?? principal.id });
      reply.code(201).header('location', `/v1/projects/${project.id}`);
      return project;
    },
  );

  app.patch(
    '/:id',
    {
      config: staffOnly('projects:write'),
      schema: {
        tags,
        summary: 'Change a project',
        description: 'What is left out stays.',
        params: idParams,
        body: projectChangesSchema,
        response: { 200: projectSchema },
      },
    },
    async ({ tenant, body, params }) => updateProject(tenant, { ...body, projectId: params.id }),
  );

  app.delete(
    '/:id',
    {
      config: staffOnly('projects:write'),
      schema: {
        tags,
        summary: 'Delete a project',
        description: 'It vanishes from lists; its history stays in the database.',
        params: idParams,
        response: { 204: z.void().describe('It is deleted') },
      },
    },
    async ({ tenant, params }, reply) => {
      await deleteProject(tenant, { projectId: params.id });
      reply.code(204);
    },
  );

  await app.register(stakeholderRoutes);
  await app.register(projectHistoryRoutes);
  await app.register(projectFindingRoutes);
};
