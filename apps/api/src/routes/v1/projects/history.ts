import {
  listSnapshots,
  listTargets,
  recordSnapshot,
  SNAPSHOT_ORDERS,
  setTargets,
  snapshotRequestSchema,
  snapshotSchema,
  targetSchema,
  targetsSchema,
} from '@org/domain';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { staffOnly } from '../../../auth/access.ts';
import { listAnswer, listQuery } from '../../../http/list.ts';
import { idParams } from '../../../http/schemas.ts';

const tags = ['projects'];
const targets = z.object({ data: z.array(targetSchema) });

/** What a project aims at, and how it stood from day to day. */
export const projectHistoryRoutes: FastifyPluginAsyncZod = async (app) => {
  app.get(
    '/:id/targets',
    {
      config: staffOnly('projects:read'),
      schema: { tags, summary: 'Targets of a project', params: idParams, response: { 200: targets } },
    },
    async ({ tenant, params }) => ({ data: await listTargets(tenant, { projectId: params.id }) }),
  );

  app.put(
    '/:id/targets',
    {
      config: staffOnly('projects:write'),
      schema: {
        tags,
        summary: 'Set the targets of a project',
        description: 'Replaces all. Dates and budget are the project’s own.',
        params: idParams,
        body: targetsSchema,
        response: { 200: targets },
      },
    },
    async ({ tenant, params, body }) => ({
      data: await setTargets(tenant, { projectId: params.id, targets: body }),
    }),
  );

  app.get(
    '/:id/snapshots',
    {
      config: staffOnly('projects:read'),
      schema: {
        tags,
        summary: 'Snapshots of a project',
        params: idParams,
        querystring: listQuery(SNAPSHOT_ORDERS, {}),
        response: { 200: listAnswer(snapshotSchema) },
      },
    },
    async ({ tenant, params, query }) => listSnapshots(tenant, { ...query, projectId: params.id }),
  );

  app.post(
    '/:id/snapshots',
    {
      config: staffOnly('projects:write'),
      schema: {
        tags,
        summary: 'Record how a project stands',
        description: 'One a day; a later one replaces what it names. The progress follows the newest.',
        params: idParams,
        body: snapshotRequestSchema,
        response: { 200: snapshotSchema },
      },
    },
    async ({ tenant, params, body }) => recordSnapshot(tenant, { ...body, projectId: params.id }),
  );
};
